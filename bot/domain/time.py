"""Time is passed in: aware UTC inside, the hromada's time at the edge."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.errors import NotAllowed

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def at_local(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Say which moment the hromada's clocks call so; of an hour that happens twice, the later one.

    Errors: `NotAllowed` for an hour that is skipped when clocks are changed.
    """
    local = datetime.combine(day, hour, tzinfo=zone).replace(fold=1)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NotAllowed("moments.skipped")
    return moment


def happens_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Say whether the hromada's clocks show this hour twice, since they are set back."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
