"""Who did what with a round."""

from starlette.responses import Response

from bot.reports.trail import did
from bot.web.desk.pages.rounds.showing import managed, show
from bot.web.desk.visit import Visit

PAGE = 25


async def listed(visit: Visit) -> Response:
    acts = await visit.services.rounds.trail(visit.actor, visit.key)
    first = visit.page * PAGE
    return show(
        visit,
        "trail.html",
        await managed(visit),
        acts=[(act, did(visit.texts, act)) for act in acts[first : first + PAGE]],
        is_more=len(acts) > first + PAGE,
        names=await visit.names.by_person(visit.texts),
    )
