"""Editions of documents: what a new one would change, publish it, roll back, switch a document off and on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor, Locale
from bot.domain.permissions import Action, require
from bot.domain.time import Clock
from bot.domain.uploads import Hanging, together
from bot.services.entries import Entries
from bot.storage import audit, entries, hanging
from bot.storage.database import Connection, Database
from bot.texts import Languages
from knowledge.editing import ID
from knowledge.editions import Comparison, Edition, Shelved, compare
from knowledge.manuscript import About, Manuscript
from knowledge.model import Community, Document, DocumentKind, Entry

Also = Callable[[Connection], Awaitable[None]]
"""What is written in the same transaction."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edition would change.

    Shapes: `before` is the document as it is known, None for a new one; `hanging` what hangs on the goals that are
    published, by document and code.
    """

    before: Document | None
    comparison: Comparison
    hanging: Mapping[tuple[str, str], Hanging] = field(default_factory=dict)

    def on(self, entry: Entry) -> Hanging:
        return self.hanging.get(entry.key, Hanging())

    @property
    def lost(self) -> Hanging:
        """What hangs on the goals that the new edition no longer has."""
        return together(self.on(entry) for entry in self.comparison.removed)


@dataclass(frozen=True, slots=True)
class Opened:
    """One edition of a document.

    Shapes: `content` has the goals with their numbers; `by` says of each edition of the document who published it, by
    its number, as far as it is known.
    """

    shelved: Shelved
    edition: Edition
    content: Mapping[int, Entry]
    by: Mapping[int, int]

    @property
    def goals(self) -> list[Entry]:
        return list(self.content.values())

    @property
    def newest(self) -> Edition:
        return self.shelved.editions[0]

    @property
    def before(self) -> Edition | None:
        """The edition before this one."""
        return next((one for one in self.shelved.editions if one.id < self.edition.id), None)


class Editions:
    def __init__(self, database: Database, clock: Clock, timezone: str, entries: Entries) -> None:
        self._database = database
        self._clock = clock
        self._languages = Languages(timezone)
        self._entries = entries

    async def listed(self, actor: Actor) -> list[Shelved]:
        """Every document, also those that are switched off; staff's answers are none."""
        require(actor, Action.PUBLISH_DOCUMENT)
        async with self._database.read() as connection:
            found = await entries.shelved(connection)
        return [one for one in found if one.document.kind is not DocumentKind.FAQ and one.editions]

    async def find(self, actor: Actor, document: str) -> Shelved:
        """Find a document. Errors: `NotFound`."""
        for one in await self.listed(actor):
            if one.document.id == document:
                return one
        raise NotFound("documents.gone")

    async def open(self, actor: Actor, document: str, edition: int | None = None) -> Opened:
        """Open an edition: the one that is shown, or the newest, if none is named. Errors: `NotFound`."""
        shelved = await self.find(actor, document)
        wanted = edition or shelved.edition or shelved.editions[0].id
        found = next((one for one in shelved.editions if one.id == wanted), None)
        if found is None:
            raise NotFound("documents.no_edition")
        async with self._database.read() as connection:
            content = dict(await entries.of_edition(connection, found.id))
            acts = await audit.of(connection, f"document:{document}")
        who = {act.acted_at: act.actor for act in acts if act.actor is not None}
        by = {one.id: who[one.published_at] for one in shelved.editions if one.published_at in who}
        return Opened(shelved, found, content, by)

    async def hanging(self, opened: Opened) -> Hanging:
        """Everything that hangs on the goals of an edition."""
        async with self._database.read() as connection:
            return together((await hanging.on(connection, opened.content)).values())

    async def between(self, actor: Actor, before: int, after: Opened) -> Changes:
        """Say what an edition changes against another of the same document, earlier or later."""
        then = await self.open(actor, after.shelved.document.id, before)
        async with self._database.read() as connection:
            found = await hanging.on(connection, then.content)
        comparison = compare(then.goals, after.goals)
        return Changes(then.shelved.document, comparison, {then.content[key].key: what for key, what in found.items()})

    async def changes(self, actor: Actor, manuscript: Manuscript) -> Changes:
        """Compare with the newest edition under the same id."""
        require(actor, Action.PUBLISH_DOCUMENT)
        document = manuscript.about.id
        known = {one.document.id: one.document for one in await self.listed(actor)}
        async with self._database.read() as connection:
            before = dict(await entries.newest(connection, document))
            found = await hanging.on(connection, before)
        comparison = compare(list(before.values()), manuscript.content())
        return Changes(known.get(document), comparison, {before[key].key: what for key, what in found.items()})

    async def publish(
        self, actor: Actor, manuscript: Manuscript, *, replace: bool = False, also: Also | None = None
    ) -> bool:
        """Publish an edition, and answer by it from now on; False when it is published already.

        What hangs on a goal stays with its code. Errors: `NotAllowed` for an id that is another document's, unless it
        is meant to `replace` it, for one without a community, and for one without goals.
        """
        require(actor, Action.PUBLISH_DOCUMENT)
        shelved = await self.listed(actor)
        community, document = self._described(manuscript.about, [one.document for one in shelved])
        content, now = manuscript.content(), self._clock()
        if not content:
            raise NotAllowed("documents.no_goals")
        if not replace and (await self.changes(actor, manuscript)).comparison.is_another:
            raise NotAllowed("documents.another", document=document.id)

        async def work(connection: Connection) -> bool:
            is_new = await entries.publish(connection, community, document, content, now)
            if also is not None:
                await also(connection)
            await audit.add(connection, self._act(actor, document.id, f"published {len(content)}", now))
            return is_new

        is_new = await self._database.write(work)
        await self._entries.renew()
        return is_new

    async def roll_back(
        self, actor: Actor, document: str, edition: int | None = None, *, seen: int | None = None
    ) -> datetime:
        """Publish an earlier edition anew (the one before the present one if none is named); say when it was first.

        Doing it twice brings back what was there. `seen` is the newest edition that the actor knew of. Errors:
        `NotFound` when the document has no such edition, `NotAllowed` when there is a newer one meanwhile.
        """
        require(actor, Action.PUBLISH_DOCUMENT)
        now = self._clock()

        async def work(connection: Connection) -> datetime:
            if seen is not None and await entries.newest_edition(connection, document) != seen:
                raise NotAllowed("documents.changed")
            first_at = await entries.roll_back(connection, document, now, edition)
            if first_at is None:
                raise NotFound("documents.no_earlier", document=document)
            await audit.add(connection, self._act(actor, document, "rolled_back", now))
            return first_at

        first_at = await self._database.write(work)
        await self._entries.renew()
        return first_at

    async def switch(self, actor: Actor, document: str, *, on: bool) -> None:
        """Answer by a document again, or no longer; what hangs on its goals waits meanwhile."""
        await self.find(actor, document)
        now = self._clock()

        async def work(connection: Connection) -> None:
            await entries.switch(connection, document, on=on)
            await audit.add(connection, self._act(actor, document, "switched_on" if on else "switched_off", now))

        await self._database.write(work)
        await self._entries.renew()

    def _described(self, about: About, known: Sequence[Document]) -> tuple[Community, Document]:
        """Say whose document it is and what it is.

        Errors: `NotAllowed` for an id of another community's document or of staff's answers, and for what is no id.
        """
        for value in (about.id, about.community):
            if not ID.fullmatch(value):
                raise NotAllowed("documents.wrong_id", id=value) if value else NotAllowed("documents.no_community")
        same = next((one for one in known if one.id == about.id), None)
        if same is not None and same.community != about.community:
            raise NotAllowed("documents.taken", document=about.id, community=same.community)
        if same is None and about.id.startswith("faq-"):
            raise NotAllowed("documents.wrong_id", id=about.id)
        communities = self._entries.library.communities
        community = communities.get(about.community) or self._new_community(about)
        return community, about.document(community, same)

    def _new_community(self, about: About) -> Community:
        if not about.name:
            raise NotAllowed("documents.no_name", community=about.community)
        here, here_en = (
            self._languages[locale].plain("communities.place", name=about.name) for locale in (Locale.UK, Locale.EN)
        )
        return Community(about.community, about.name, about.name, here, here_en)

    def _act(self, actor: Actor, document: str, detail: str, now: datetime) -> Act:
        action = Action.PUBLISH_DOCUMENT.value
        return Act(now, actor.id, actor.role.value, action, f"document:{document}", detail)
