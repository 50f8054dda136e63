"""Moderation: what waits, one text with all that can be done with it, bulk acts with a way back. Never a name."""

from collections.abc import Sequence

from starlette.responses import Response

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.feedback import HideReason, Waiting
from bot.domain.moderation import CAN_BE_UNDONE, Deed
from bot.reports import moderation as words
from bot.web.desk.visit import N_LISTED, Undo, Visit

HERE = "/desk/moderation"

SAYS = {
    Deed.RELEASED: "web.moderated_released",
    Deed.HIDDEN: "web.moderated_hidden",
    Deed.APPEAL_GRANTED: "web.moderated_appeal_granted",
    Deed.APPEAL_REJECTED: "web.moderated_appeal_rejected",
    Deed.UNDONE: "web.moderated_undone",
}
"""The line that an act leaves."""


async def listed(visit: Visit, error: str = "") -> Response:
    """Show one heap; without a choice the first in which something waits."""
    heaps = await visit.services.moderation.heaps(visit.actor)
    waits = next((what for what in Waiting if heaps.by_kind[what].n), Waiting.HELD)
    what = Waiting(visit.asked("what", list(Waiting)) or waits)
    items, is_more = await visit.services.moderation.listed(visit.actor, what, visit.page, N_LISTED)
    return visit.show(
        "moderation.html",
        403 if error else 200,
        heaps=heaps,
        what=what,
        items=items,
        is_more=is_more,
        now=heaps.now,
        reasons=list(HideReason),
        error=error,
    )


async def card(visit: Visit, error: str = "") -> Response:
    view = await visit.services.moderation.view(visit.actor, visit.key)
    names = await visit.names.by_person(visit.texts)
    return visit.show(
        "moderation_card.html",
        403 if error else 200,
        view=view,
        standing=words.standing(visit.texts, view.feedback, view.restriction, view.now),
        acts=[(act, names.get(act.actor or 0, ""), words.done(visit.texts, act)) for act in view.acts],
        reasons=list(HideReason),
        error=error,
    )


async def release(visit: Visit) -> Response:
    keys = visit.picked("pick")
    if not keys:
        return visit.done(visit.back(HERE), "web.nothing_chosen")
    done = await visit.services.moderation.release_all(visit.actor, keys)
    return _done(visit, done, len(keys), Deed.RELEASED)


async def hide(visit: Visit) -> Response:
    keys, reason = visit.picked("pick"), visit.written("reason")
    if not keys:
        return visit.done(visit.back(HERE), "web.nothing_chosen")
    if reason not in set(HideReason):
        return visit.done(visit.back(HERE), "web.choose_reason")
    done = await visit.services.moderation.hide_all(visit.actor, keys, HideReason(reason))
    return _done(visit, done, len(keys), Deed.HIDDEN)


async def decide(visit: Visit) -> Response:
    granted = visit.written("granted") == "yes"
    try:
        await visit.services.moderation.decide_appeal(visit.actor, visit.key, granted=granted)
    except NotAllowed as error:
        return await card(visit, visit.wrong(error))
    return _done(visit, [visit.key], 1, Deed.APPEAL_GRANTED if granted else Deed.APPEAL_REJECTED)


async def undo(visit: Visit) -> Response:
    """Take back one deed with each of the texts, where nothing was done since."""
    keys, deed = visit.picked("pick"), visit.written("deed")
    if deed not in {one.value for one in CAN_BE_UNDONE}:
        raise NotAllowed("moderation.decided")
    done = await visit.services.moderation.undo_all(visit.actor, keys, Deed(deed))
    return _done(visit, done, len(keys), Deed.UNDONE)


def _done(visit: Visit, done: Sequence[int], n: int, deed: Deed) -> Response:
    """Say how many of the texts it was, with the way back; a single one that somebody else decided says so."""
    back = visit.back(HERE)
    if not done:
        return visit.done(back, "moderation.decided")
    fields: dict[str, Sequence[int | str]] = {"pick": done, "deed": [deed.value], "back": [back]}
    way_back = Undo(f"{HERE}/undo", fields) if deed in CAN_BE_UNDONE else None
    return visit.done(back, SAYS[deed], way_back, number=len(done), total=n)


async def restrictions(visit: Visit, error: DomainError | None = None) -> Response:
    """List who is restricted, by the texts for which they are."""
    found, now = await visit.services.restrictions.listed(visit.actor)
    return visit.show(
        "restrictions.html",
        403 if error else 200,
        found=[(one, words.kept(visit.texts, one.restriction, now)) for one in found],
        error=visit.wrong(error) if error else "",
    )


async def lift(visit: Visit) -> Response:
    try:
        await visit.services.restrictions.lift(visit.actor, visit.number("restriction") or 0)
    except DomainError as error:
        return await restrictions(visit, error)
    return visit.done(visit.back(HERE), "web.lifted")
