"""What the documents do not answer: keep it, put together who asks the same, show it to staff and to everybody."""

import asyncio
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.gaps import Debt, Gap, GapItem, GapState, WantedGaps, debt
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.questions import Question, whole
from bot.domain.time import Clock
from bot.services.entries import Entries, Phrase, Shelf
from bot.storage import audit, gaps, notices
from bot.storage.database import Connection, Database
from knowledge.index.gist import Gists
from knowledge.model import Entry, Hit

N_LISTED = 8
N_TEXTS = 10
"""Ways of asking that a card shows."""
N_NEAREST = 5
N_ENTRIES = 5
"""Goals that the public card names."""


@dataclass(frozen=True, slots=True)
class GapView:
    """A gap with all that staff need to settle it.

    Shapes: `nearest` are goals that may be meant; `entry` is what answers it, None also when it is published no longer;
    `n_undelivered` counts those whom the answer did not reach.
    """

    item: GapItem
    texts: Sequence[str]
    nearest: Sequence[Hit]
    shelf: Shelf
    entry: Entry | None
    n_undelivered: int

    @property
    def gap(self) -> Gap:
        return self.item.gap


class Gaps:
    def __init__(self, database: Database, clock: Clock, entries: Entries) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._open: Gists[tuple[int, str | None]] | None = None
        self._missing: set[tuple[int, str | None]] = set()
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> None:
        """Read the open gaps, to which new questions are compared."""
        known = Gists[tuple[int, str | None]]()
        await self._learn(known)
        self._open = known

    async def catch_up(self) -> None:
        """Compare new questions also with gaps that another process opened, and no longer with those it settled.

        What is missing twice is settled: of what is missing once, this process may be writing it just now.
        """
        if self._open is None:
            return
        known = {key: (key, community) for key, community in self._open}
        async with self._database.read() as connection:
            open_now = await gaps.open_keys(connection)
        missing = {known[key] for key in known.keys() - open_now}
        for one in missing & self._missing:
            self._open.drop(one)
        self._missing = missing
        if new := open_now - known.keys():
            await self._learn(self._open, new)

    async def _learn(self, known: Gists[tuple[int, str | None]], keys: Collection[int] | None = None) -> None:
        """Read the open gaps, or these."""
        async with self._database.read() as connection:
            open_ones = await gaps.open_ones(connection, keys)
        phrases: list[Phrase] = [(text, community) for _, community, text in open_ones]
        found = await self._entries.shelf.gists(phrases)
        for (key, community, _), gist in zip(open_ones, found, strict=True):
            known.put((key, community), gist)

    async def _known(self) -> Gists[tuple[int, str | None]]:
        """The open gaps with their communities, read once."""
        async with self._one_at_a_time:
            if self._open is None:
                await self.load()
        assert self._open is not None
        return self._open

    async def note(self, question: Question) -> None:
        """Keep that a question was not answered, together with those that ask the same."""
        shelf = self._entries.shelf
        place = shelf.community(question.community)
        community = place.id if place else None
        gist = await shelf.gist(whole(question.text, question.subject), community)
        known = await self._known()
        now, new = self._clock(), secrets.randbits(53)
        same = known.same(gist, lambda one: one[1] == community)
        if same is None:
            known.put((new, community), gist)

        async def work(connection: Connection) -> None:
            """Staff may have settled or merged the gap that was found: then a new one is opened."""
            key = same[0] if same else new
            if not await gaps.is_open(connection, key):
                key = new
                await gaps.add(connection, Gap(key, community, GapState.OPEN, now))
            await gaps.belong(connection, question.id, key)

        await self._database.write(work)

    async def is_open(self, key: int) -> bool:
        async with self._database.read() as connection:
            return await gaps.is_open(connection, key)

    async def settled(self, gap: Gap) -> None:
        """Compare new questions with a gap no longer."""
        (await self._known()).drop((gap.id, gap.community))

    async def listed(
        self, actor: Actor, wanted: WantedGaps, page: int = 0, size: int = N_LISTED
    ) -> tuple[list[GapItem], bool]:
        """Return a page of what staff look for, and whether there are more."""
        require(actor, Action.READ_INBOX)
        async with self._database.read() as connection:
            found = await gaps.listed(connection, wanted, size + 1, max(page, 0) * size)
        return found[:size], len(found) > size

    async def items(self, actor: Actor, keys: Sequence[int]) -> list[GapItem]:
        """Return these gaps as a list shows them, without those that are there no longer."""
        require(actor, Action.READ_INBOX)
        async with self._database.read() as connection:
            found = [await gaps.item(connection, key) for key in keys]
        return [one for one in found if one is not None]

    async def view(self, actor: Actor, key: int, looked_for: str = "") -> GapView:
        """Show a gap with the goals that may be meant: those near to it, or to the words that staff look for.

        Errors: `NotFound` for a gap that is not there, or whose questions were all withdrawn.
        """
        require(actor, Action.READ_INBOX)
        async with self._database.read() as connection:
            item = await gaps.item(connection, key)
            if item is None:
                raise NotFound("gaps.gone")
            texts = await gaps.texts_of(connection, key, N_TEXTS)
            lost = await notices.count_undelivered(connection, item.gap.cause) if item.gap.answered_at else 0
        shelf = self._entries.shelf
        gap = item.gap
        nearest: Sequence[Hit] = ()
        if gap.state is GapState.OPEN:
            nearest = await shelf.nearest(looked_for or item.text, gap.community, N_NEAREST)
        return GapView(item, texts, nearest, shelf, shelf.by_id.get(gap.entry or 0), lost)

    async def similar(self, actor: Actor, key: int) -> list[GapItem]:
        """Open gaps of the same community with which a gap may be merged, the likest first."""
        view = await self.view(actor, key)
        community = view.gap.community
        gist = await view.shelf.gist(view.item.text, community)
        near = (await self._known()).near(gist, lambda one: one[1] == community and one[0] != key)
        async with self._database.read() as connection:
            found = [await gaps.item(connection, other) for (other, _), _ in near[:N_LISTED]]
            if len(found) < N_LISTED:
                found += await gaps.listed(connection, WantedGaps(community=community), N_LISTED)
        items = {item.gap.id: item for item in found if item and item.gap.community == community}
        items.pop(key, None)
        return list(items.values())[:N_LISTED]

    async def merge(self, actor: Actor, key: int, into: int) -> None:
        """Say that two gaps ask the same: the questions of the first belong to the second from now on.

        Errors: `NotFound` when one is not there, `NotAllowed` when one is settled or they are of two communities.
        """
        require(actor, Action.ANSWER_QUESTION)
        act = Act(self._clock(), actor.id, actor.role.value, Action.ANSWER_QUESTION.value, f"gap:{into}", "merged")

        async def work(connection: Connection) -> Gap:
            one, other = await gaps.find(connection, key), await gaps.find(connection, into)
            if one is None or other is None:
                raise NotFound("gaps.gone")
            if one.state is not GapState.OPEN or other.state is not GapState.OPEN:
                raise NotAllowed("gaps.settled")
            if one.community != other.community or one == other:
                raise NotAllowed("gaps.cannot_merge")
            await gaps.merge(connection, key, into)
            await audit.add(connection, act)
            return one

        await self.settled(await self._database.write(work))

    async def debt(self, community: str | None) -> Debt:
        """How many questions wait, how long an answer takes, how old the oldest is: for everybody to see."""
        async with self._database.read() as connection:
            return debt(await gaps.debt(connection, community), self._clock(), N_ENTRIES)
