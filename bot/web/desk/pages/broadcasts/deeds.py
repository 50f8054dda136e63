"""Do something with a broadcast: what reaches people or cannot be undone is asked once more, with the numbers."""

from starlette.responses import Response

from bot.domain.broadcasts import BroadcastState, Deed, may_be_done
from bot.domain.errors import NotAllowed, NotFound
from bot.reports.broadcasts import check_days
from bot.services.broadcastdeeds import carry_out
from bot.web.desk.pages.broadcasts.showing import aim, numbers, said, show
from bot.web.desk.visit import Visit

ASKED = frozenset({Deed.SUBMIT, Deed.APPROVE, Deed.STOP, Deed.UNDO, Deed.DROP})
SENDS = frozenset({Deed.SUBMIT, Deed.APPROVE})
DONE_AT_ONCE = frozenset({Deed.TAKE_BACK, Deed.PAUSE, Deed.CONTINUE})


async def ask(visit: Visit) -> Response:
    """Say what it does, as things stand at this moment."""
    deed = _deed(visit, ASKED)
    progress = await visit.services.broadcastruns.progress(visit.actor, visit.key)
    found, now = progress.broadcast, visit.services.clock()
    if not may_be_done(found, deed, visit.actor):
        raise NotAllowed("broadcasts.not_now")
    is_way_back = found.state is BroadcastState.UNDOING
    return show(
        visit,
        "sure.html",
        found,
        deed=deed,
        question=visit.texts("broadcasts.stay_withdrawn" if is_way_back else f"broadcasts.sure_{deed.value}"),
        aim=await aim(visit, found),
        says=said(visit, found) if deed in SENDS else (),
        odd_days=check_days(visit.texts, found, now),
        numbers=await numbers(visit, progress, now) if deed in SENDS else None,
    )


async def do(visit: Visit) -> Response:
    """Do it, if the broadcast is still as it was seen."""
    deed = _deed(visit, ASKED | DONE_AT_ONCE)
    desk, runs, actor, key = visit.services.broadcasts, visit.services.broadcastruns, visit.actor, visit.key
    found = await desk.view(actor, key)
    if visit.number("stamp") != found.stamp:
        raise NotAllowed("broadcasts.not_now")
    done = await carry_out(desk, runs, actor, key, deed, found.stamp)
    to = "/desk/broadcasts?which=drafts" if deed is Deed.DROP else f"/desk/broadcasts/{key}"
    return visit.done(to, f"broadcasts.done_{done}")


def _deed(visit: Visit, possible: frozenset[Deed]) -> Deed:
    named = visit.request.path_params["deed"]
    if named not in possible:
        raise NotFound("public.not_here")
    return Deed(named)
