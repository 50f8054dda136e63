"""Answers of staff as a list of their own: written without waiting for a question, changed, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.gaps import MAX_ANSWER, MAX_SOURCE, Phrasing, is_answer
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.time import Clock
from bot.services.answers import Answers, Change
from bot.services.entries import LONG, Entries
from bot.storage import audit, entries, gaps, phrasings
from bot.storage.database import Connection, Database
from knowledge.language.letters import folded
from knowledge.model import Community, DocumentKind, Entry

MAX_WAYS = 20


@dataclass(frozen=True, slots=True)
class FaqItem:
    """An answer that is given.

    Shapes: `number` is the entry's; `gap` the question of residents it came from, if any.
    """

    number: int
    entry: Entry
    community: Community
    ways: tuple[str, ...]
    gap: int | None
    by: int | None
    at: datetime | None

    @property
    def revision(self) -> str:
        """Another one after every change."""
        return self.at.isoformat() if self.at else ""


class Faq:
    def __init__(self, database: Database, clock: Clock, entries: Entries, answers: Answers) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._answers = answers

    async def listed(self, actor: Actor, community: str | None = None, looked_for: str = "") -> list[FaqItem]:
        """Answers of staff, perhaps of one community or with some words, the newest first."""
        require(actor, Action.READ_INBOX)
        shelf = self._entries.shelf
        async with self._database.read() as connection:
            taught = await phrasings.taught(connection)
        ways: dict[int, list[Phrasing]] = {}
        for one in reversed(taught):
            ways.setdefault(one.entry, []).append(one)
        found = []
        for entry in shelf.library.entries:
            place = shelf.library.community_of(entry)
            if shelf.library.document_of(entry).kind is DocumentKind.FAQ and community in (None, place.id):
                number = shelf.number(entry)
                how = ways.get(number, [])
                last = how[-1] if how else None
                texts = tuple(one.text for one in how)
                by, at = (last.taught_by, last.taught_at) if last else (None, None)
                found.append(FaqItem(number, entry, place, texts, last.gap if last else None, by, at))
        wanted = folded(looked_for)
        shown = [one for one in found if wanted in folded(" ".join((one.entry.text, *one.ways)))]
        return sorted(shown, key=lambda item: -item.number)

    async def find(self, actor: Actor, number: int) -> FaqItem:
        for item in await self.listed(actor):
            if item.number == number:
                return item
        raise NotFound("faq.gone")

    async def would_change(
        self, actor: Actor, community: str, ways: Sequence[str], number: int | None = None
    ) -> list[Change]:
        """Say which questions asked lately would be answered otherwise; `number` is the answer's when it is there."""
        require(actor, Action.ANSWER_QUESTION)
        target = (await self.find(actor, number)).entry if number is not None else None
        return await self._answers.reanswered(_ways(ways), community, target)

    async def add(self, actor: Actor, community: str, ways: Sequence[str], answer: str, source: str = "") -> int:
        """Answer these ways of asking so from now on; return the answer's number.

        Errors: `NotAllowed` for what is no answer or no question, `NotFound` for a community that is not there.
        """
        require(actor, Action.ANSWER_QUESTION)
        by, now = agreed(actor), self._clock()
        place = self._entries.library.communities.get(community)
        if place is None:
            raise NotFound("entries.gone")
        asked, (text, source) = _ways(ways), _words(answer, source)

        async def work(connection: Connection) -> int:
            number = await self._answers.put(connection, place, text, source, now)
            await self._teach(connection, number, asked, place, by, now)
            await audit.add(connection, self._act(actor, number, "added"))
            return number

        number = await self._database.write(work)
        await self._answers.load()
        return number

    async def change(
        self,
        actor: Actor,
        number: int,
        ways: Sequence[str],
        answer: str,
        source: str = "",
        *,
        seen: str | None = None,
    ) -> None:
        """Answer in other words, or other ways of asking. Who was told the old answer is not told again.

        `seen` is the revision that was changed. Errors: as `add`; `NotAllowed` also when a colleague was faster.
        """
        require(actor, Action.ANSWER_QUESTION)
        by, now = agreed(actor), self._clock()
        item = await self.find(actor, number)
        if seen not in (None, item.revision):
            raise NotAllowed("faq.changed")
        asked, (text, source) = _ways(ways), _words(answer, source)

        async def work(connection: Connection) -> None:
            named = self._answers.source(item.community, source, now)
            await entries.reword(connection, number, text, named, now)
            await phrasings.undo_of(connection, number, now)
            await self._teach(connection, number, asked, item.community, by, now, item.gap)
            gap = await gaps.find(connection, item.gap) if item.gap is not None else None
            if gap is not None:
                await gaps.settle(connection, replace(gap, answer=text, source=source or None))
            await audit.add(connection, self._act(actor, number, "changed"))

        await self._database.write(work)
        await self._answers.load()

    async def withdraw(self, actor: Actor, number: int) -> None:
        """Give an answer no longer; the question of residents that it came from is open again."""
        require(actor, Action.ANSWER_QUESTION)
        item, now = await self.find(actor, number), self._clock()
        if item.gap is not None:
            await self._answers.undo(actor, item.gap)
            return

        async def work(connection: Connection) -> None:
            await phrasings.undo_of(connection, number, now)
            await entries.take_out(connection, number, now)
            await audit.add(connection, self._act(actor, number, "withdrawn"))

        await self._database.write(work)
        await self._answers.load()

    async def _teach(
        self,
        connection: Connection,
        number: int,
        ways: Sequence[str],
        place: Community,
        by: int,
        now: datetime,
        gap: int | None = None,
    ) -> None:
        await phrasings.teach(connection, [Phrasing(0, text, number, place.id, by, now, gap) for text in ways])

    def _act(self, actor: Actor, number: int, detail: str) -> Act:
        action = Action.ANSWER_QUESTION.value
        return Act(self._clock(), actor.id, actor.role.value, action, f"faq:{number}", detail)


def _ways(ways: Sequence[str]) -> list[str]:
    """Read ways of asking, each once. Errors: `NotAllowed`."""
    asked = list(dict.fromkeys(" ".join(way.split()) for way in ways if any(map(str.isalpha, way))))
    if not asked or len(asked) > MAX_WAYS or max(map(len, asked)) > LONG:
        raise NotAllowed("faq.no_ways", number=MAX_WAYS, limit=LONG)
    return asked


def _words(answer: str, source: str) -> tuple[str, str]:
    """Read an answer and where it comes from. Errors: `NotAllowed`."""
    answer, source = answer.strip(), source.strip()
    if not is_answer(answer) or len(source) > MAX_SOURCE:
        raise NotAllowed("gaps.wrong_length", limit=MAX_ANSWER)
    return answer, source
