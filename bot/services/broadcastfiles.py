"""Files of a broadcast that came from a browser: kept here until Telegram has them, and for a while after.

The first message that carries a file brings its bytes; Telegram's answer says under which id it keeps it, and everybody
else is sent that. If the bot dies between the two, or Telegram forgets the id, the bytes go there once more.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.domain.broadcastfiles import MAX_TOGETHER_MB, MB, NewFile, read_file
from bot.domain.broadcasts import Broadcast, Content, sound
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import FeedbackFile
from bot.domain.messages import FreshFile, Reply
from bot.domain.notices import NoticeState
from bot.domain.people import Actor, Locale
from bot.domain.permissions import Action, require
from bot.services.broadcastacts import found_in, mine, say
from bot.services.ports import Sent
from bot.storage import broadcastfiles
from bot.storage.broadcastfiles import KeptFile
from bot.storage.database import Connection, Database

Send = Callable[[Reply], Awaitable[Sent]]


class BroadcastFiles:
    """Errors of acts: `NotAllowed` by role, and for what is no draft of one's own; `NotFound` for no broadcast."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, actor: Actor, key: int, locales: Sequence[Locale], files: Sequence[tuple[str, bytes]]) -> None:
        """Put files, named, behind those that a draft has in these languages: all of them, or none.

        Errors: besides those of the class `NotAllowed` that says what is wrong with a file, with their number or size,
        or that a text has become too long for what stands under one file.
        """
        require(actor, Action.WRITE_BROADCAST)
        read = [read_file(name, content) for name, content in files]

        async def work(connection: Connection) -> None:
            found = await mine(connection, actor, key)
            size = await broadcastfiles.size_of(connection, key) + sum(len(one.content) for one in read)
            if size > MAX_TOGETHER_MB * MB:
                raise NotAllowed("broadcasts.files_large", mb=MAX_TOGETHER_MB)
            contents = {locale: found.contents[locale] for locale in locales if locale in found.contents}
            if not contents:
                raise NotAllowed("broadcasts.no_words")
            new = await _kept(connection, key, contents, read)
            await say(connection, found, new)

        await self._database.write(work)

    async def remove(self, actor: Actor, key: int, mark: str) -> None:
        """Take a file away in all languages; if it is gone already, that is well."""

        async def work(connection: Connection) -> None:
            found = await mine(connection, actor, key)
            left = {
                locale: replace(content, files=tuple(one for one in content.files if one.mark != mark))
                for locale, content in found.contents.items()
            }
            await say(connection, found, {locale: sound(content) for locale, content in left.items()})

        await self._database.write(work)

    async def open(self, actor: Actor, key: int, file: int) -> KeptFile:
        """Show a file of a broadcast to whoever may see that.

        Errors: besides those of the class `NotFound` for a file that it does not have, or whose bytes are gone.
        """
        require(actor, Action.WRITE_BROADCAST)
        async with self._database.read() as connection:
            broadcast = await found_in(connection, key)
            known = {one.kept for content in broadcast.contents.values() for one in content.files}
            found = (await broadcastfiles.find(connection, [file])).get(file) if file in known else None
        if found is None or found.content is None:
            raise NotFound("broadcasts.file_gone")
        return found

    async def sent(self, actor: Actor, key: int, place: int) -> FeedbackFile:
        """Find a file of a broadcast that Telegram has, by its place among all of them, for whoever may see it.

        Errors: besides those of the class `NotFound` for a place that has none.
        """
        require(actor, Action.WRITE_BROADCAST)
        async with self._database.read() as connection:
            files = list((await found_in(connection, key)).files.values())
        if place >= len(files) or not files[place].file_id:
            raise NotFound("broadcasts.file_gone")
        return files[place]

    async def deliver(self, shown: Reply, send: Send) -> Sent:
        """Send what a broadcast says to one chat; files that Telegram does not have go with it, and are known then."""
        lacking = [one.kept for one in shown.files if isinstance(one, FeedbackFile) and one.kept and not one.file_id]
        if not lacking:
            sent = await send(shown)
            return await self._again(shown, sent) if sent.is_file_unknown else sent
        async with self._database.read() as connection:
            kept = await broadcastfiles.find(connection, lacking)
        sent = await send(replace(shown, files=tuple(_whole(one, kept) for one in shown.files)))
        known = {
            file.kept: file_id
            for file, file_id in zip(shown.files, sent.file_ids, strict=False)
            if isinstance(file, FeedbackFile) and file.kept in kept
        }
        if known:
            await self._database.write(partial(broadcastfiles.note, known=known))
        return sent

    async def _again(self, shown: Reply, sent: Sent) -> Sent:
        """Let files go to Telegram once more that it does not know by their ids any more, if their bytes are here."""
        stale = {one.kept: one.file_id for one in shown.files if isinstance(one, FeedbackFile) and one.kept}
        can_go = bool(stale) and await self._database.write(partial(broadcastfiles.forget_file_ids, stale=stale))
        return Sent(NoticeState.WAITING) if can_go else sent


def lacking(broadcast: Broadcast) -> list[Locale]:
    """Say who, by their languages, would be the first to get a file that Telegram does not have."""
    if not broadcast.contents:
        return []
    return [locale for locale in Locale if any(not one.file_id for one in broadcast.content(locale).files)]


async def _kept(
    connection: Connection, key: int, contents: dict[Locale, Content], read: Sequence[NewFile]
) -> dict[Locale, Content]:
    """Keep files, once for all languages, and put them into these contents."""
    added = tuple([await broadcastfiles.add(connection, key, one) for one in read])
    return {locale: sound(replace(content, files=content.files + added)) for locale, content in contents.items()}


def _whole(file: FeedbackFile | FreshFile, kept: dict[int, KeptFile]) -> FeedbackFile | FreshFile:
    """What goes to Telegram: the id by which it knows a file by now, or the file."""
    row = kept.get(file.kept or 0) if isinstance(file, FeedbackFile) else None
    if row is None or not isinstance(file, FeedbackFile):
        return file
    if row.file_id:
        return replace(file, file_id=row.file_id)
    return FreshFile(row.kind, row.name, row.content or b"")
