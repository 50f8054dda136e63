"""What the documents do not answer: keep it, merge it, answer it once for everybody who asked, and learn from it."""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.gaps import Gap, GapItem, GapState, Phrasing
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.time import Clock
from bot.services.entries import Entries, Shelf
from bot.storage import audit, gaps, notices
from bot.storage.audit import Act
from bot.storage.database import Connection, Database
from knowledge.index.gist import Gist, alike
from knowledge.model import Document, DocumentKind, Entry, Hit, Level, Source
from knowledge.taught import SAME

N_LISTED = 8
N_TEXTS = 10
N_NEAREST = 5
N_CHECKED = 500
"""Questions asked lately that are tried before something is taught."""

MAX_ANSWER = 1500
MAX_SOURCE = 300


@dataclass(frozen=True, slots=True)
class GapView:
    """A gap with all that staff need to answer it. `nearest` are goals that may be meant."""

    item: GapItem
    texts: Sequence[str]
    nearest: Sequence[Hit]
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Change:
    """A question that would be answered otherwise. `before` is None where there was no answer."""

    text: str
    before: Entry | None


@dataclass(frozen=True, slots=True)
class Debt:
    """How the hromada stands with its answers. `median_days` is None as long as nothing was answered."""

    n_open: int
    n_answered: int
    median_days: float | None
    oldest_days: int | None


class Gaps:
    def __init__(self, database: Database, clock: Clock, entries: Entries, faq_title: Callable[[str], str]) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._faq_title = faq_title
        self._open: dict[int, tuple[str | None, Gist]] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> None:
        """Read the open gaps, to which new questions are compared, and what was taught."""
        await self._known()
        await self._learn()

    async def _known(self) -> dict[int, tuple[str | None, Gist]]:
        """The open gaps by their number, read once."""
        async with self._one_at_a_time:
            if self._open is None:
                async with self._database.read() as connection:
                    open_ones = await gaps.open_ones(connection)
                shelf = self._entries.shelf
                self._open = {gap.id: (gap.community, await shelf.gist(text)) for gap, text in open_ones}
        return self._open

    async def note(self, question: int, text: str, community: str | None) -> None:
        """Keep that a question was not answered, together with those that ask the same."""
        known = await self._known()
        gist = await self._entries.shelf.gist(text)
        found = _same(known, gist, community)
        now = self._clock()
        new = None if found else Gap(secrets.randbits(53), community, GapState.OPEN, now)
        key = new.id if new else found
        assert key is not None
        if new:
            known[new.id] = (community, gist)

        async def work(connection: Connection) -> None:
            if new:
                await gaps.add(connection, new)
            await gaps.belong(connection, question, key)

        await self._database.write(work)

    async def listed(self, actor: Actor, page: int = 0, state: GapState = GapState.OPEN) -> tuple[list[GapItem], bool]:
        """Return a page of gaps, the most wanted first, and whether there are more."""
        require(actor, Action.READ_INBOX)
        async with self._database.read() as connection:
            found = await gaps.listed(connection, state, N_LISTED + 1, max(page, 0) * N_LISTED)
        return found[:N_LISTED], len(found) > N_LISTED

    async def view(self, actor: Actor, key: int) -> GapView:
        """Show a gap with the goals that may be meant.

        Errors: `NotFound` for a gap that is not there, or whose questions were all withdrawn.
        """
        require(actor, Action.READ_INBOX)
        async with self._database.read() as connection:
            gap = await gaps.find(connection, key)
            texts = await gaps.texts_of(connection, key, N_TEXTS)
            n_askers = await gaps.count_askers(connection, key)
            waiting = await gaps.waiting_for(connection, key)
        if gap is None or not texts:
            raise NotFound("gaps.gone")
        shelf = self._entries.shelf
        answer = await shelf.ask(texts[0], community=gap.community, limit=N_NEAREST)
        return GapView(GapItem(gap, texts[0], n_askers, len(waiting)), texts, answer.hits, shelf)

    async def would_change(self, actor: Actor, key: int, entry: int | None) -> list[Change]:
        """Say which questions asked lately would be answered otherwise, were this gap's phrasing taught."""
        view = await self.view(actor, key)
        shelf = view.shelf
        target = shelf.by_id.get(entry) if entry is not None else None
        gist = await shelf.gist(view.texts[0])
        async with self._database.read() as connection:
            asked = await gaps.recent_texts(connection, view.item.gap.community, N_CHECKED)
        changed = []
        for text in asked:
            if text in view.texts or alike(gist, await shelf.gist(text)) < SAME:
                continue
            answer = await shelf.ask(text, community=view.item.gap.community, limit=1)
            before = answer.hits[0].entry if answer.hits and answer.verdict.answered else None
            if before is None or before != target:
                changed.append(Change(text, before))
        return changed

    async def answer_by_goal(self, actor: Actor, key: int, entry: int) -> int:
        """Answer a gap with a goal: tell everybody who waits, and teach the phrasing; return how many are told."""
        require(actor, Action.ANSWER_QUESTION)
        self._entries.shelf.entry(entry)
        return await self._settle(actor, key, entry, None, None)

    async def answer_in_words(self, actor: Actor, key: int, answer: str, source: str) -> int:
        """Answer a gap in words: they become an entry of the community's own answers; return how many are told.

        Errors: `NotAllowed` for an empty or too long answer, and for a gap that belongs to no community.
        """
        require(actor, Action.ANSWER_QUESTION)
        answer, source = answer.strip(), source.strip()
        if not answer or len(answer) > MAX_ANSWER or len(source) > MAX_SOURCE:
            raise NotAllowed("gaps.wrong_length", limit=MAX_ANSWER)
        async with self._database.read() as connection:
            gap = await gaps.find(connection, key)
        if gap is None:
            raise NotFound("gaps.gone")
        entry = await self._publish(gap, answer, source) if gap.community else None
        return await self._settle(actor, key, entry, answer, source)

    async def _publish(self, gap: Gap, answer: str, source: str) -> int:
        """Put an answer among the community's own and return its number; the search knows it when this returns."""
        assert gap.community is not None
        library = self._entries.library
        community = library.communities[gap.community]
        document = Document(
            f"faq-{community.id}"[:32],
            community.id,
            DocumentKind.FAQ,
            self._faq_title(community.name),
            Source(community.name),
            official=False,
        )
        before = [entry for entry in library.entries if entry.document == document.id]
        code = f"q{1 + max((int(entry.code[1:]) for entry in before), default=0)}"
        text = f"{answer} ({source})" if source else answer
        new = Entry(document.id, code, Level.STATEMENT, text)
        await self._entries.publish(community, document, [*before, new])
        await self._entries.refresh()
        return self._entries.shelf.number(new)

    async def _settle(self, actor: Actor, key: int, entry: int | None, answer: str | None, source: str | None) -> int:
        by, now = agreed(actor), self._clock()

        async def work(connection: Connection) -> int:
            gap = await gaps.find(connection, key)
            texts = await gaps.texts_of(connection, key, N_TEXTS)
            if gap is None or not texts:
                raise NotFound("gaps.gone")
            if gap.state is not GapState.OPEN:
                raise NotAllowed("gaps.settled")
            settled = replace(
                gap, state=GapState.ANSWERED, answer=answer, source=source or None, entry=entry, answered_at=now
            )
            await gaps.settle(connection, settled, by)
            if entry is not None:
                for text in texts:
                    await gaps.teach(connection, Phrasing(0, text, entry, gap.community, by, now, key))
            await audit.add(connection, self._act(actor, Action.ANSWER_QUESTION, key, f"{len(texts)} phrasings"))
            waiting = await gaps.waiting_for(connection, key)
            said = {"question": texts[0], "answer": answer, "source": source, "entry": entry}
            await notices.add(
                connection,
                [Notice(person, f"gap:{key}", NoticeKind.QUESTION_ANSWERED, said, now) for person in waiting],
            )
            return len(waiting)

        n_told = await self._database.write(work)
        (await self._known()).pop(key, None)
        await self._learn()
        return n_told

    async def close(self, actor: Actor, key: int) -> None:
        """Put a gap aside without an answer: it is none of the hromada's business, or was no question."""
        require(actor, Action.ANSWER_QUESTION)
        by = agreed(actor)

        async def work(connection: Connection) -> None:
            gap = await gaps.find(connection, key)
            if gap is None:
                raise NotFound("gaps.gone")
            await gaps.settle(connection, replace(gap, state=GapState.CLOSED, answered_at=self._clock()), by)
            await audit.add(connection, self._act(actor, Action.ANSWER_QUESTION, key, "closed"))

        await self._database.write(work)
        (await self._known()).pop(key, None)

    async def taught(self, actor: Actor) -> list[Phrasing]:
        """Everything that was taught and counts, the newest first."""
        require(actor, Action.READ_INBOX)
        async with self._database.read() as connection:
            return await gaps.taught(connection)

    async def unteach(self, actor: Actor, phrasing: int) -> None:
        """Undo one lesson, effective at once."""
        require(actor, Action.ANSWER_QUESTION)
        now = self._clock()

        async def work(connection: Connection) -> None:
            if not await gaps.undo(connection, phrasing, now):
                raise NotFound("gaps.untaught")
            await audit.add(connection, self._act(actor, Action.ANSWER_QUESTION, phrasing, "untaught"))

        await self._database.write(work)
        await self._learn()

    async def debt(self, community: str | None) -> Debt:
        """How many questions wait, how long an answer takes, how old the oldest is: for everybody to see."""
        now = self._clock()
        async with self._database.read() as connection:
            known = await gaps.debt(connection, community)
        open_ones = [gap for gap in known if gap.state is GapState.OPEN]
        took = [gap.answered_at - gap.opened_at for gap in known if gap.answered_at is not None]
        return Debt(
            len(open_ones),
            len(took),
            median(one / timedelta(days=1) for one in took) if took else None,
            (now - open_ones[0].opened_at).days if open_ones else None,
        )

    async def _learn(self) -> None:
        async with self._database.read() as connection:
            known = await gaps.taught(connection)
        await self._entries.teach([(one.text, one.entry, one.community) for one in known])

    def _act(self, actor: Actor, action: Action, key: int, detail: str) -> Act:
        return Act(self._clock(), actor.id, actor.role.value, action.value, f"gap:{key}", detail)


def _same(known: Mapping[int, tuple[str | None, Gist]], gist: Gist, community: str | None) -> int | None:
    """The open gap of the community that asks the same."""
    near = {key: alike(gist, other) for key, (place, other) in known.items() if place == community}
    best = max(near, key=near.__getitem__, default=None)
    return best if best is not None and near[best] >= SAME else None
