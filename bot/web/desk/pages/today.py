"""What waits for somebody's act, the most urgent first."""

from starlette.responses import Response

from bot.web.desk.visit import Visit


async def today(visit: Visit) -> Response:
    waiting, overdue = await visit.services.digests.waiting(visit.actor, visit.actor.community)
    return visit.show("today.html", waiting=waiting, overdue=overdue)
