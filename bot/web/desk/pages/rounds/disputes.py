"""Look into doubtful ballots: two of the staff decide, nobody sees a choice."""

from starlette.responses import Response

from bot.domain.ballots import VOID_REASONS
from bot.domain.errors import DomainError, NotFound
from bot.reports import disputes as words
from bot.web.desk.pages.rounds.showing import managed, show
from bot.web.desk.visit import Visit


async def listed(visit: Visit, error: DomainError | None = None) -> Response:
    shown = await visit.services.disputes.of(visit.actor, visit.key)
    texts, me = visit.texts, visit.actor.id
    return show(
        visit,
        "disputes.html",
        await managed(visit),
        200 if error is None else 403,
        can_decide=shown.can_be_decided,
        flags=[(one, words.flag(texts, one)) for one in reversed(shown.flags)],
        voids=[(one, words.target(texts, one), words.standing(texts, one, me)) for one in shown.voids],
        appeals=[(one, words.receipt(one.receipt), words.answer(texts, one)) for one in reversed(shown.appeals)],
        me=me,
        reasons=list(VOID_REASONS),
        error=visit.wrong(error) if error else "",
    )


async def propose(visit: Visit) -> Response:
    """Propose that one ballot, or all over an invitation, should not count."""
    reason, via = visit.written("reason"), visit.written("via")
    disputes = visit.services.disputes
    try:
        if via:
            number = await disputes.propose(visit.actor, visit.key, reason, via=via)
        else:
            number = await disputes.propose(visit.actor, visit.key, reason, receipt=visit.written("receipt"))
    except DomainError as error:
        return await listed(visit, error)
    return visit.done(f"/desk/rounds/{visit.key}/disputes", "disputes.proposed", number=number)


async def decide(visit: Visit) -> Response:
    granted = bool(visit.written("grant"))
    try:
        shown = await visit.services.disputes.of(visit.actor, visit.key)
        number = visit.number("void")
        if number is None or number not in {void.id for void in shown.voids}:
            raise NotFound("voids.gone")
        n_void = await visit.services.disputes.decide(visit.actor, number, granted=granted)
    except DomainError as error:
        return await listed(visit, error)
    to = f"/desk/rounds/{visit.key}/disputes"
    return visit.done(to, "disputes.now_void", n=n_void) if granted else visit.done(to, "disputes.now_rejected")


async def decide_appeal(visit: Visit) -> Response:
    granted = bool(visit.written("grant"))
    try:
        await visit.services.disputes.decide_appeal(visit.actor, visit.key, visit.written("receipt"), granted=granted)
    except DomainError as error:
        return await listed(visit, error)
    said = "disputes.now_restored" if granted else "disputes.now_stays"
    return visit.done(f"/desk/rounds/{visit.key}/disputes", said)
