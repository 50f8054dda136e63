"""Do one deed with a broadcast, through whichever door it came."""

from bot.domain.broadcasts import BroadcastState, Deed
from bot.domain.errors import NotAllowed
from bot.domain.people import Actor
from bot.services.broadcastruns import BroadcastRuns
from bot.services.broadcasts import Broadcasts

SUBMIT_WAITING = "submit_waiting"


async def carry_out(desk: Broadcasts, runs: BroadcastRuns, actor: Actor, key: int, deed: Deed, stamp: int) -> str:
    """Do it and name what was done: the deed, or `SUBMIT_WAITING` when a colleague has to approve it.

    `stamp` is that of the broadcast as it was seen.

    Errors: those of the deed; `NotAllowed` for what is not done with one press.
    """
    match deed:
        case Deed.SUBMIT:
            if await desk.submit(actor, key) is BroadcastState.WAITING:
                return SUBMIT_WAITING
        case Deed.APPROVE:
            await desk.approve(actor, key, stamp)
        case Deed.TAKE_BACK:
            await desk.take_back(actor, key)
        case Deed.PAUSE:
            await runs.pause(actor, key)
        case Deed.CONTINUE:
            await runs.go_on(actor, key)
        case Deed.STOP:
            await runs.stop(actor, key)
        case Deed.UNDO:
            await runs.undo(actor, key)
        case Deed.DROP:
            await desk.drop(actor, key)
        case _:
            raise NotAllowed("broadcasts.not_now")
    return deed.value
