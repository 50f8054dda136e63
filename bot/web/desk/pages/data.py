"""Personal data: who asks for theirs on paper, and what is about to be deleted because its time is over."""

from contextlib import suppress

from starlette.responses import Response

from bot.domain.errors import DomainError
from bot.reports.personal import lasts, personal_file
from bot.services.personal import Asked, Ground
from bot.services.retention import SOON
from bot.web.desk.visit import Visit
from bot.web.mistakes import status_of

GROUNDS = (Ground.SEEN, Ground.COLLEAGUE)
HOW = {"withdraw": True, "anonymous": False}


async def overview(visit: Visit, error: DomainError | None = None) -> Response:
    leaving = await visit.services.retention.leaving(visit.actor)
    return visit.show(
        "data.html",
        status_of(error) if error else 200,
        error=visit.wrong(error) if error else "",
        grounds=GROUNDS,
        leaving=[(one, lasts(visit.texts, one.term)) for one in leaving],
        n_days=SOON.days,
    )


async def find(visit: Visit) -> Response:
    """Show whom the paper names, and what can be done."""
    try:
        asked = await _asked(visit)
    except DomainError as error:
        return await overview(visit, error)
    return visit.show("data_person.html", asked=asked, hows=list(HOW))


async def hand_out(visit: Visit) -> Response:
    """Give everything that is kept about them as a file."""
    data = await visit.services.personal.hand_out(visit.actor, await _asked(visit))
    named = {"Content-Disposition": 'attachment; filename="viche-personal-data.json"'}
    return Response(personal_file(data), media_type="application/json", headers=named)


async def erase(visit: Visit) -> Response:
    """Say what erasing will do, then, asked once more, do it."""
    asked, how = await _asked(visit), visit.written("how")
    if how not in HOW:
        return visit.show("data_person.html", 403, asked=asked, hows=list(HOW))
    if visit.written("step") != "do":
        return visit.show("data_erase.html", asked=asked, how=how)
    await visit.services.personal.erase(visit.actor, asked, withdraw=HOW[how])
    await visit.services.answers.load()
    return visit.done("/desk/data", f"data.done_{how}")


async def _asked(visit: Visit) -> Asked:
    """Make sure anew at each step whom the paper names."""
    ground = None
    with suppress(ValueError):
        ground = Ground(visit.written("ground"))
    ground = ground if ground in GROUNDS else None
    return await visit.services.personal.find(visit.actor, visit.written("who"), visit.written("code"), ground)
