"""The goals of the hromada as staff look at them: which want a report, how one stands, who will hear of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.goals import GoalsWanted, lacks
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.progress import Ledger
from bot.services.entries import Entries, Shelf
from bot.services.progress import History, Progress, Said, follows_of
from bot.storage import feedbackdesk, progress
from bot.storage.database import Database
from knowledge.language.letters import clean
from knowledge.model import Document, Entry

N_LISTED = 25


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in a list."""

    number: int
    entry: Entry
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Goals:
    """A page of goals. Shapes: `n` counts all that were looked for; `responsible` are all who answer for any goal."""

    found: Sequence[Goal]
    n: int
    is_more: bool
    responsible: Sequence[str]
    today: date


@dataclass(frozen=True, slots=True)
class GoalView:
    """One goal. Shapes: `above` widest first; `parts` with how they stand; `document` None for a goal that is gone."""

    number: int
    history: History
    document: Document | None
    above: Sequence[Goal]
    parts: Sequence[Goal]
    n_told: int
    n_feedback: int
    today: date

    @property
    def ledger(self) -> Ledger:
        return self.history.ledger


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it is saved: the ledger with it, what of it is new, and how many people will hear of that."""

    number: int
    entry: Entry
    after: Ledger
    said: Said
    n_told: int


class GoalDesk:
    """Errors: `NotAllowed` to residents; `NotFound` for a goal that never was one of the hromada's."""

    def __init__(self, database: Database, entries: Entries, goals: Progress) -> None:
        self._database = database
        self._entries = entries
        self._goals = goals

    def documents(self) -> list[Document]:
        """The documents of which reports are made."""
        return [one for one in self._entries.library.documents.values() if one.is_promise]

    async def all(self, actor: Actor, wanted: GoalsWanted) -> list[Goal]:
        """Return all goals that are looked for, in the order of their documents."""
        require(actor, Action.ENTER_DESK)
        async with self._database.read() as connection:
            return self._fitting(wanted, await progress.latest(connection))

    async def listed(self, actor: Actor, wanted: GoalsWanted, page: int = 0) -> Goals:
        """Return a page of them."""
        require(actor, Action.ENTER_DESK)
        async with self._database.read() as connection:
            known = await progress.latest(connection)
        found, begin = self._fitting(wanted, known), max(page, 0) * N_LISTED
        responsible = {folded(name): name for ledger in known.values() if (name := ledger.terms.responsible)}
        part = found[begin : begin + N_LISTED]
        is_more = len(found) > begin + N_LISTED
        return Goals(part, len(found), is_more, sorted(responsible.values()), self._goals.today)

    def _fitting(self, wanted: GoalsWanted, known: Mapping[int, Ledger]) -> list[Goal]:
        return [
            one
            for document in self.documents()
            if wanted.document in ("", document.id) and wanted.community in ("", document.community)
            for one in _of(self._entries.shelf, document, known)
            if _fits(wanted, one, self._goals.today)
        ]

    async def view(self, actor: Actor, number: int) -> GoalView:
        """Show a goal, also one that no published document has any more."""
        require(actor, Action.ENTER_DESK)
        history = await self._goals.history(number)
        shelf = self._entries.shelf
        async with self._database.read() as connection:
            known = await progress.latest(connection)
            n_told = await progress.n_told(connection, follows_of(shelf, number))
            n_feedback = await feedbackdesk.count_about(connection, number)
        library, gone, today = shelf.library, history.is_gone, self._goals.today
        above, parts = ((), ()) if gone else (library.ancestors(history.entry), library.children(history.entry))
        return GoalView(
            number,
            history,
            None if gone else library.document_of(history.entry),
            [_goal(shelf, one, known) for one in above],
            [_goal(shelf, one, known) for one in parts],
            n_told,
            n_feedback,
            today,
        )

    async def preview(self, actor: Actor, reports: Sequence[tuple[int, Said]]) -> list[Draft]:
        """Say what reports would change, leaving out those that say nothing new.

        Errors: as `Progress.report`.
        """
        shelf, drafts = self._entries.shelf, []
        for number, said in reports:
            after, is_new = await self._goals.preview(actor, number, said)
            if is_new:
                before = Ledger(after.reports[1:])
                async with self._database.read() as connection:
                    n_told = await progress.n_told(connection, follows_of(shelf, number))
                drafts.append(Draft(number, shelf.entry(number), after, before.news(said), n_told))
        return drafts


def folded(text: str) -> str:
    """A text as a search sees it: every apostrophe and every case alike."""
    return " ".join(clean(text).casefold().split())


def _fits(wanted: GoalsWanted, goal: Goal, today: date) -> bool:
    """Say whether a goal of the documents that are looked for is meant, by how it stands and reads."""
    if wanted.status is not None and goal.ledger.status is not wanted.status:
        return False
    if wanted.responsible and folded(goal.ledger.terms.responsible) != folded(wanted.responsible):
        return False
    if wanted.lack is not None and not lacks(goal.ledger, wanted.lack, today):
        return False
    asked, code = folded(wanted.text), goal.entry.code.casefold()
    return not asked or f"{code}.".startswith(f"{asked.rstrip('.')}.") or asked in folded(goal.entry.text)


def _of(shelf: Shelf, document: Document, known: Mapping[int, Ledger]) -> list[Goal]:
    """Every goal of a document, each under what it is a part of."""
    found: list[Goal] = []

    def walk(some: Sequence[Entry]) -> None:
        for one in some:
            found.append(_goal(shelf, one, known))
            walk(shelf.library.children(one))

    walk(shelf.library.top(document.id))
    return found


def _goal(shelf: Shelf, entry: Entry, known: Mapping[int, Ledger]) -> Goal:
    number = shelf.number(entry)
    return Goal(number, entry, known.get(number, Ledger()))
