"""Letters: what went to whom, what did not, and why."""

from starlette.responses import Response

from bot.domain.errors import DomainError
from bot.domain.letters import FAILED, LetterState
from bot.web.desk.visit import N_LISTED, Visit

WHICH = {
    "failed": tuple(FAILED),
    "waiting": (LetterState.WAITING, LetterState.SENDING),
    "sent": (LetterState.SENT, LetterState.DROPPED),
}
"""Filters of the list; all letters without one."""


async def listed(visit: Visit) -> Response:
    letters, which = visit.services.letters, visit.asked("which", list(WHICH))
    found, is_more = await letters.listed(visit.actor, WHICH.get(which, tuple(LetterState)), visit.page, N_LISTED)
    colleagues = await visit.services.accounts.everybody()
    names = {one.telegram_id: await visit.names.of(visit.texts, one) for one in colleagues}
    return visit.show(
        "letters.html",
        rows=[(one, names.get(one.letter.account) or visit.texts.plain("web.former_colleague")) for one in found],
        is_more=is_more,
        which=which,
        whiches=list(WHICH),
        failed=FAILED,
        trouble=await letters.trouble(visit.actor),
        now=visit.services.clock(),
        is_on=letters.is_on,
    )


async def again(visit: Visit) -> Response:
    back = visit.back("/desk/digests/letters")
    try:
        await visit.services.letters.again(visit.actor, visit.key)
    except DomainError as error:
        return visit.done(back, error.key, None, **error.params)
    return visit.done(back, "web.letter_again")
