"""The audit trail: who of the hromada's people did what."""

from starlette.responses import Response

from bot.web.desk.visit import Visit


async def listed(visit: Visit) -> Response:
    found = await visit.services.trail.listed(visit.actor, visit.page, about=visit.asked("about"))
    return visit.show(
        "trail.html",
        acts=found.acts,
        is_more=found.is_more,
        page=visit.page,
        names=await visit.names.by_person(visit.texts),
        about=visit.asked("about"),
    )
