"""Change the conditions of a round: all of them by one form, or none when one is wrong."""

from typing import Any

from starlette.responses import Response

from bot.domain.changes import sound
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.rounds import LIMITED
from bot.services.rounds import RoundView
from bot.texts.reading.conditions import read_condition
from bot.web.desk.pages.rounds.one import CHOICES, Kept, groups_of, one, stored_as_written
from bot.web.desk.pages.rounds.showing import managed, rounds_as_seen
from bot.web.desk.visit import Visit

NOTHING: dict[str, Any] = {
    **dict.fromkeys(("question", "declaration"), ""),
    **dict.fromkeys(("classes", "districts"), ()),
    **dict.fromkeys(("budget_kop", "n_winners", "opens_at", "closes_at", "results_at")),
}
"""What an empty field means, where it may be empty."""


async def change(visit: Visit) -> Response:
    view = await managed(visit)
    names = [name for group in groups_of(view).values() for name in group]
    written = {name: visit.written(name) for name in names}
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name in names:
        try:
            values[name] = sound(name, _read(visit, view, name, written))
        except DomainError as error:
            wrong[name] = visit.wrong(error)
    if wrong:
        return await one(visit, Kept(written, wrong, visit.texts.plain("web.round_not_saved")))
    try:
        await rounds_as_seen(visit).change(visit.actor, visit.key, **values)
    except DomainError as error:
        return await one(visit, Kept(written, error=visit.wrong(error)))
    return visit.done(f"/desk/rounds/{visit.key}", "web.saved")


def _read(visit: Visit, view: RoundView, name: str, written: dict[str, str]) -> Any:
    """Read a field; one that was not touched stays as it is, to the second.

    Errors: `NotAllowed`.
    """
    words = written[name]
    if words == stored_as_written(visit, view.round, name):
        return getattr(view.round, name)
    if name in CHOICES:
        try:
            return CHOICES[name][words.upper()]
        except KeyError as error:
            raise NotAllowed("web.choose_one") from error
    if not words and name in NOTHING:
        return NOTHING[name]
    if not words and name == "limit" and written["ballot"] not in {kind.name.lower() for kind in LIMITED}:
        return view.round.limit
    return read_condition(name, words, view.now, visit.texts.formats.timezone)
