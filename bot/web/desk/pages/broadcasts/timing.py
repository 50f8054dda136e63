"""When a broadcast begins, in the hromada's time: in words, or by a date and an hour."""

from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from bot.domain.broadcasts import MAY, Deed, may_be_done
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.time import happens_twice
from bot.texts.reading.moments import read_moment
from bot.web.desk.pages.broadcasts.showing import show
from bot.web.desk.visit import Visit

HOUR = timedelta(hours=1)


async def ask(visit: Visit, error: DomainError | None = None, twice: tuple[datetime, ...] = ()) -> Response:
    """Ask when; `twice` are two moments that clocks show alike, one of which is meant."""
    found = await visit.services.broadcasts.view(visit.actor, visit.key)
    if found.state not in MAY[Deed.SCHEDULE]:
        raise NotAllowed("broadcasts.not_now")
    if not may_be_done(found, Deed.SCHEDULE, visit.actor):
        raise NotAllowed("broadcasts.not_yours")
    now = visit.services.clock()
    local = visit.texts.formats.local(found.due_at) if found.due_at else None
    return show(
        visit,
        "time.html",
        found,
        error,
        now=now,
        twice=[(int(one.timestamp()), visit.texts.formats.moment(one)) for one in twice],
        day=visit.written("day") or (local.date().isoformat() if local else ""),
        hour=visit.written("hour") or (f"{local:%H:%M}" if local else ""),
        today=visit.texts.formats.local(now).date().isoformat(),
    )


async def save(visit: Visit) -> Response:
    zone, now = visit.texts.formats.timezone, visit.services.clock()
    try:
        if visit.written("at_once"):
            due_at = None
        elif (chosen := visit.number("moment")) is not None:
            due_at = datetime.fromtimestamp(min(chosen, 2**35), UTC)
        else:
            due_at = read_moment(visit.written("words") or _fields(visit), now, zone)
            if happens_twice(due_at, zone):
                return await ask(visit, twice=(due_at - HOUR, due_at))
        await visit.services.broadcasts.schedule(visit.actor, visit.key, due_at)
    except DomainError as error:
        return await ask(visit, error)
    return visit.done(f"/desk/broadcasts/{visit.key}", "broadcasts.done_schedule")


def _fields(visit: Visit) -> str:
    day, hour = visit.written("day"), visit.written("hour")
    if not day or not hour:
        raise NotAllowed("web.broadcast_no_time")
    return f"{day} {hour}"
