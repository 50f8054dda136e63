"""Staff answer what the documents do not: once, for everybody who asked, and the search learns it."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.gaps import Gap, GapState, Phrasing, Waiting, fitting
from bot.domain.notices import Notice, NoticeKind, by_day
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.time import Clock
from bot.services.entries import Entries, Phrase
from bot.services.gaps import Gaps
from bot.services.many import each
from bot.storage import audit, entries, gaps, notices, phrasings
from bot.storage.database import Connection, Database
from knowledge.index.gist import SAME, alike
from knowledge.model import Community, Document, DocumentKind, Entry, Source

N_CHECKED = 500
"""Questions asked lately that are tried before something is taught."""

MAX_ID = 32


@dataclass(frozen=True, slots=True)
class Change:
    """A question that would be answered otherwise. `before` is None where there was no answer."""

    text: str
    before: Entry | None


class Answers:
    """`title` names a community's document of answers."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        timezone: str,
        entries: Entries,
        gaps: Gaps,
        title: Callable[[str], str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._entries = entries
        self._gaps = gaps
        self._title = title
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> None:
        """Let the search know everything that was taught and not undone."""
        async with self._one_at_a_time:
            async with self._database.read() as connection:
                known = await phrasings.taught(connection)
            await self._entries.teach([((one.text, one.community), one.entry) for one in known])

    async def would_change(self, actor: Actor, key: int, entry: int | None) -> list[Change]:
        """Say which questions asked lately would be answered otherwise, were this gap answered so.

        `entry` is None for an answer in words. Without a community words are told, but not taught: nothing changes.
        Errors: `NotFound` for a gap or a goal that is not there any more.
        """
        view = await self._gaps.view(actor, key)
        shelf, community = view.shelf, view.gap.community
        target = shelf.entry(entry) if entry is not None else None
        if target is None and community is None:
            return []
        async with self._database.read() as connection:
            texts = set(await gaps.texts_of(connection, key, N_CHECKED))
        return await self.reanswered(texts, community, target)

    async def reanswered(self, texts: Collection[str], community: str | None, target: Entry | None) -> list[Change]:
        """Say which questions asked lately would be answered otherwise, were these ways of asking to lead there."""
        shelf = self._entries.shelf
        async with self._database.read() as connection:
            asked = [one for one in await gaps.recent_texts(connection, community, N_CHECKED) if one not in texts]
        phrases: list[Phrase] = [(text, community) for text in (*texts, *asked)]
        found = await shelf.gists(phrases)
        taught, others = found[: len(texts)], found[len(texts) :]
        changed = []
        for text, gist in zip(asked, others, strict=True):
            if all(alike(gist, lesson) < SAME for lesson in taught):
                continue
            answer = await shelf.ask(text, community=community, limit=1)
            before = answer.hits[0].entry if answer.verdict.answered else None
            if before is None or before != target:
                changed.append(Change(text, before))
        return changed

    async def by_goal(self, actor: Actor, key: int, entry: int) -> int:
        """Answer a gap with a goal; return how many people are told.

        Errors: `NotFound` for a gap or a goal that is not there any more, `NotAllowed` when somebody was faster.
        """
        self._entries.shelf.entry(entry)
        return await self._settle(actor, key, state=GapState.ANSWERED, entry=entry)

    async def in_words(self, actor: Actor, key: int, text: str, source: str) -> int:
        """Answer a gap in words, which join the community's own answers; return how many people are told.

        Errors: as `by_goal`; `NotAllowed` also for words that are no answer.
        """
        text, source = fitting(text, source)
        return await self._settle(actor, key, state=GapState.ANSWERED, answer=text, source=source or None)

    async def close(self, actor: Actor, key: int) -> int:
        """Put a gap aside, since it is none of the hromada's business; return how many people are told.

        Errors: as `by_goal`.
        """
        return await self._settle(actor, key, state=GapState.CLOSED)

    async def undo(self, actor: Actor, key: int) -> int | None:
        """Open a settled gap again, effective at once; return whose decision it was: a colleague is told.

        What was not sent yet is taken back. Who was told already is told again when there is a new answer.
        """
        by = await self._undo(actor, key)
        await self._unlearn()
        return by

    async def undo_all(self, actor: Actor, keys: Sequence[int]) -> list[int]:
        """Do it with many; return those that are open again."""
        opened = await each(keys, lambda key: self._undo(actor, key))
        await self._unlearn()
        return opened

    async def _undo(self, actor: Actor, key: int) -> int | None:
        require(actor, Action.ANSWER_QUESTION)
        now = self._clock()

        async def work(connection: Connection) -> int | None:
            gap = await gaps.find(connection, key)
            if gap is None:
                raise NotFound("gaps.gone")
            if gap.state is GapState.OPEN:
                raise NotAllowed("gaps.untaught")
            await phrasings.undo(connection, key, now)
            if gap.answer is not None and gap.entry is not None:
                await entries.take_out(connection, gap.entry, now)
            await notices.withdraw(connection, gap.cause)
            await gaps.settle(connection, Gap(gap.id, gap.community, GapState.OPEN, gap.opened_at))
            await audit.add(connection, self._act(actor, key, "undone"))
            colleagues = [one for one in await notices.staff(connection) if one == gap.answered_by != actor.id]
            cause, due_at = f"{gap.cause}:undone", by_day(now, self._zone)
            await notices.add(
                connection, [Notice(one, cause, NoticeKind.STAFF_UNDONE, {"gap": key}, due_at) for one in colleagues]
            )
            return gap.answered_by

        return await self._database.write(work)

    async def _unlearn(self) -> None:
        """Let the search know what is open again and taught no more."""
        await self._gaps.load()
        await self.load()

    async def _settle(self, actor: Actor, key: int, **outcome: Any) -> int:
        """Settle an open gap, teach its phrasings and tell who waits, all in one transaction."""
        require(actor, Action.ANSWER_QUESTION)
        by, now = agreed(actor), self._clock()

        async def work(connection: Connection) -> tuple[Gap, int]:
            gap = await gaps.find(connection, key)
            texts = await gaps.texts_of(connection, key, N_CHECKED)
            if gap is None or not texts:
                raise NotFound("gaps.gone")
            if gap.state is not GapState.OPEN:
                raise NotAllowed("gaps.settled")
            settled = replace(gap, answered_by=by, answered_at=now, **outcome)
            if settled.answer is not None:
                settled = replace(settled, entry=await self._publish(connection, settled))
            await gaps.settle(connection, settled)
            if settled.entry is not None:
                place = gap.community or self._community_of(settled.entry)
                new = [Phrasing(0, text, settled.entry, place, by, now, key) for text in texts]
                await phrasings.teach(connection, new)
            await audit.add(connection, self._act(actor, key, settled.state.value))
            waiting = await gaps.waiting_for(connection, key)
            await notices.add(connection, [self._notice(settled, one) for one in waiting])
            return settled, len(waiting)

        settled, n_told = await self._database.write(work)
        await self._gaps.settled(settled)
        if settled.entry is not None:
            await self.load()
        return n_told

    def _community_of(self, entry: int) -> str:
        """Whose goal it is: what was asked of all communities is no answer for another one."""
        shelf = self._entries.shelf
        return shelf.library.community_of(shelf.entry(entry)).id

    async def _publish(self, connection: Connection, settled: Gap) -> int | None:
        """Put staff's words among the community's answers; None for a gap of no community."""
        if settled.community is None:
            return None
        assert settled.answer is not None
        assert settled.answered_at is not None
        community = self._entries.library.communities[settled.community]
        return await self.put(connection, community, settled.answer, settled.source, settled.answered_at)

    async def put(
        self, connection: Connection, community: Community, answer: str, source: str | None, at: datetime
    ) -> int:
        """Put words among a community's answers and return their number."""
        document = self._document(community)
        return await entries.add(connection, community, document, answer, self.source(community, source, at), at)

    def source(self, community: Community, source: str | None, at: datetime) -> Source:
        """Say where an answer comes from: from the community itself if staff name nothing else."""
        return Source(source or community.name, at.astimezone(self._zone).date())

    def _notice(self, settled: Gap, one: Waiting) -> Notice:
        assert settled.answered_at is not None
        said: dict[str, Any] = {"question": one.text}
        if settled.state is GapState.CLOSED:
            kind = NoticeKind.QUESTION_CLOSED
        else:
            kind = NoticeKind.QUESTION_ANSWERED
            said |= {"answer": settled.answer, "source": settled.source, "entry": settled.entry}
        return Notice(one.person, settled.cause, kind, said, by_day(settled.answered_at, self._zone))

    def _document(self, community: Community) -> Document:
        """The community's own answers, as a document that is no promise and is not voted on."""
        key = f"faq-{community.id}"
        if len(key) > MAX_ID:
            key = f"faq-{sha256(community.id.encode()).hexdigest()}"[:MAX_ID]
        title, source = self._title(community.name), Source(community.name)
        return Document(key, community.id, DocumentKind.FAQ, title, source, official=False)

    def _act(self, actor: Actor, key: int, detail: str) -> Act:
        return Act(self._clock(), actor.id, actor.role.value, Action.ANSWER_QUESTION.value, f"gap:{key}", detail)
