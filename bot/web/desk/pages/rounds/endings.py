"""Extend, cancel or annul a round: when and why, then once more everything, then it happens."""

from datetime import datetime

from starlette.responses import Response

from bot.domain.errors import DomainError, NotAllowed, NotFound
from bot.domain.rounddesk import Deed
from bot.domain.rounds import EndingKind
from bot.domain.wording import fitting
from bot.services.rounds import RoundView
from bot.texts.reading.conditions import write_condition
from bot.texts.reading.moments import read_moment
from bot.web.desk.pages.rounds.showing import can_be_done, managed, rounds_as_seen, show
from bot.web.desk.visit import Visit

EXTENDED = "extended"

WAYS = {EXTENDED: Deed.EXTEND, EndingKind.CANCELLED.value: Deed.CANCEL, EndingKind.ANNULLED.value: Deed.ANNUL}


async def ask(visit: Visit, error: DomainError | None = None) -> Response:
    view, how = await _ending(visit)
    return show(
        visit,
        "end.html",
        view,
        200 if error is None else 403,
        how=how,
        deed=WAYS[how].value,
        error=visit.wrong(error) if error else "",
    )


async def end(visit: Visit) -> Response:
    """Take the reason and ask once more; do it when that was answered."""
    view, how = await _ending(visit)
    if visit.written("back"):
        return await ask(visit)
    try:
        reason = fitting("reason", visit.written("reason"))
        closes_at = _closes_at(visit, view) if how == EXTENDED else None
        if not visit.written("sure"):
            return await _ask_sure(visit, view, how, reason, closes_at)
        rounds = rounds_as_seen(visit)
        if closes_at is not None:
            await rounds.extend(visit.actor, visit.key, closes_at, reason)
        else:
            await rounds.end(visit.actor, visit.key, EndingKind(how), reason)
    except DomainError as error:
        return await ask(visit, error)
    return visit.done(f"/desk/rounds/{visit.key}", f"endings.done_{how}")


async def _ask_sure(visit: Visit, view: RoundView, how: str, reason: str, closes_at: datetime | None) -> Response:
    return show(
        visit,
        "end_sure.html",
        view,
        how=how,
        reason=reason,
        closes_at=closes_at,
        closes_as_written=write_condition("closes_at", closes_at, visit.texts.formats.timezone),
        n_told=await visit.services.counting.n_voters(view.round.id),
    )


async def _ending(visit: Visit) -> tuple[RoundView, str]:
    """The round and how it is to end.

    Errors: `NotFound` for another way, `NotAllowed` when this cannot be done now, or not by this person.
    """
    view, how = await managed(visit), visit.request.path_params["how"]
    if how not in WAYS:
        raise NotFound("public.not_here")
    if WAYS[how] not in can_be_done(visit, view):
        raise NotAllowed("web.round_cannot_end")
    return view, how


def _closes_at(visit: Visit, view: RoundView) -> datetime:
    closes_at = read_moment(visit.written("closes_at"), view.now, visit.texts.formats.timezone)
    if view.round.closes_at is None or closes_at <= view.round.closes_at:
        raise NotAllowed("rounds.not_later")
    return closes_at
