"""Who gets which digest, when and how."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.digests import Period, PeriodKind

HOURS = range(7, 21)
"""When digests come. No clock is ever changed at these hours, so each comes once a day."""

DAYS = {PeriodKind.DAY: range(1, 2), PeriodKind.WEEK: range(1, 8), PeriodKind.MONTH: range(1, 29)}
"""Weekdays from Monday; days that every month has. A daily digest has none to choose."""


class Way(StrEnum):
    TELEGRAM = "telegram"
    EMAIL = "email"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish. `hour` is one of `HOURS` in the hromada's time, `day` one of `DAYS`; `with_xlsx` is for letters."""

    kind: PeriodKind
    hour: int = 9
    day: int = 1
    way: Way = Way.TELEGRAM
    with_xlsx: bool = False

    @property
    def is_possible(self) -> bool:
        return self.hour in HOURS and self.day in DAYS[self.kind]

    def newest(self, now: datetime, zone: ZoneInfo) -> Period:
        """The newest period whose digest has come due."""
        today = now.astimezone(zone).date()
        day = self._day_until(today)
        if datetime.combine(day, time(self.hour), tzinfo=zone) > now:
            day = self._day_until(day - timedelta(days=1))
        return Period.last(self.kind, day)

    def _day_until(self, today: date) -> date:
        """Today or the latest day before it on which a digest is due."""
        match self.kind:
            case PeriodKind.DAY:
                return today
            case PeriodKind.WEEK:
                return today - timedelta(days=(today.isoweekday() - self.day) % 7)
            case PeriodKind.MONTH:
                month = today if today.day >= self.day else today.replace(day=1) - timedelta(days=1)
                return month.replace(day=self.day)
