"""All broadcasts: what happens now or waits, drafts, what is over."""

from starlette.responses import Response

from bot.domain.broadcasts import GROUPS
from bot.domain.permissions import Action, may
from bot.domain.wording import shorten
from bot.web.desk.visit import N_LISTED, Visit

LONGEST = 160


async def listed(visit: Visit) -> Response:
    which, written = visit.asked("which", list(GROUPS)) or "now", visit.asked("q")
    found = await visit.services.broadcasts.found(visit.actor, GROUPS[which], written)
    first = visit.page * N_LISTED
    return visit.show(
        "broadcasts/broadcasts.html",
        groups=GROUPS,
        which=which,
        written=written,
        found=[(one, shorten(one.words, LONGEST)) for one in found[first : first + N_LISTED]],
        is_more=len(found) > first + N_LISTED,
        names=await visit.names.by_person(visit.texts),
        may_stop_everything=may(visit.actor.role, Action.KILL_SWITCH),
    )
