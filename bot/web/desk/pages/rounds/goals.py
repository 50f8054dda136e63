"""Make goals of the hromada's documents options of a round."""

from starlette.responses import Response

from bot.domain.errors import DomainError
from bot.services.goals import as_options, documents_to_vote_on
from bot.services.rounds import RoundView
from bot.web.desk.pages.rounds.showing import managed, rounds_as_seen, show
from bot.web.desk.visit import Visit
from knowledge.model import Document, Entry, Level

Shelved = list[tuple[Document, list[tuple[Level, list[Entry]]]]]
"""Documents, and the goals of each level in them."""


async def choose(visit: Visit, error: DomainError | None = None) -> Response:
    """List documents and levels; of the one that was asked for its goals, to be ticked."""
    view = await managed(visit)
    known = _known(visit, view)
    goals = _goals(visit, known)
    shelf = visit.services.entries.shelf
    return show(
        visit,
        "goals.html",
        view,
        200 if error is None else 403,
        known=known,
        goals=[(shelf.number(goal), goal) for goal in goals],
        taken={one.entry for one in view.sheet.options},
        ticked=visit.picked("goal"),
        document=visit.asked("document"),
        level=visit.asked("level"),
        error=visit.wrong(error) if error else "",
    )


async def add(visit: Visit) -> Response:
    view = await managed(visit)
    shelf = visit.services.entries.shelf
    goals = _goals(visit, _known(visit, view))
    if not visit.written("all"):
        ticked = set(visit.picked("goal"))
        goals = [goal for goal in goals if shelf.number(goal) in ticked]
    if not goals:
        return visit.done(visit.address(), "web.goals_none")
    try:
        n_new = await rounds_as_seen(visit).add_options(visit.actor, visit.key, as_options(shelf, goals))
    except DomainError as error:
        return await choose(visit, error)
    return visit.done(f"/desk/rounds/{visit.key}/options", "sheets.added", n=n_new)


def _known(visit: Visit, view: RoundView) -> Shelved:
    shelf = visit.services.entries.shelf
    found = []
    for document in documents_to_vote_on(shelf, view.round.community):
        own = [entry for entry in shelf.library.entries if entry.document == document.id]
        levels = [(level, goals) for level in Level if (goals := [goal for goal in own if goal.level is level])]
        found.append((document, levels))
    return found


def _goals(visit: Visit, known: Shelved) -> list[Entry]:
    """The goals of the document and level in the address."""
    asked = visit.asked("document"), visit.asked("level")
    for document, levels in known:
        for level, goals in levels:
            if (document.id, level.value) == asked:
                return goals
    return []
