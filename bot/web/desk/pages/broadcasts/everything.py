"""The switch that stops all that the bot says of its own accord, for operators."""

from starlette.responses import Response

from bot.domain.permissions import Action, require
from bot.web.desk.visit import Visit


async def ask(visit: Visit) -> Response:
    require(visit.actor, Action.KILL_SWITCH)
    return visit.show("broadcasts/everything.html")


async def stop(visit: Visit) -> Response:
    await visit.services.broadcastruns.kill(visit.actor)
    return visit.done("/desk/broadcasts", "web.everything_stopped")


async def go_on(visit: Visit) -> Response:
    await visit.services.broadcastruns.revive(visit.actor)
    return visit.done("/desk/broadcasts", "web.everything_goes_on")
