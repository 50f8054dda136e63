"""When a digest is due: the newest period that is over, in the hromada's time, also when clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests import Period, PeriodKind
from bot.domain.subscriptions import DAYS, HOURS, Subscription

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(*moment) -> datetime:
    return datetime(*moment, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("wish", "now", "last_on"),
    [
        (Subscription(PeriodKind.DAY, 9), kyiv(2026, 11, 22, 8, 59, 59), date(2026, 11, 20)),
        (Subscription(PeriodKind.DAY, 9), kyiv(2026, 11, 22, 9), date(2026, 11, 21)),
        (Subscription(PeriodKind.WEEK, 9, 1), kyiv(2026, 11, 23, 8, 59, 59), date(2026, 11, 15)),
        (Subscription(PeriodKind.WEEK, 9, 1), kyiv(2026, 11, 23, 9), date(2026, 11, 22)),
        (Subscription(PeriodKind.WEEK, 20, 7), kyiv(2026, 11, 22, 19, 59), date(2026, 11, 8)),
        (Subscription(PeriodKind.WEEK, 20, 7), kyiv(2026, 11, 22, 20), date(2026, 11, 15)),
        (Subscription(PeriodKind.MONTH, 7, 28), kyiv(2026, 11, 28, 6, 59), date(2026, 9, 30)),
        (Subscription(PeriodKind.MONTH, 7, 28), kyiv(2026, 11, 28, 7), date(2026, 10, 31)),
        (Subscription(PeriodKind.MONTH, 7, 1), kyiv(2026, 3, 1, 7), date(2026, 2, 28)),
    ],
)
def test_one_second_to_each_side(wish, now, last_on):
    assert wish.newest(now, KYIV).last_on == last_on


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("hour", HOURS)
def test_each_day_comes_once_when_clocks_change(night, hour):
    """Over the four days around the night no day is left out, comes twice or comes at another hour."""
    begin = datetime.combine(night - timedelta(days=2), datetime.min.time(), tzinfo=KYIV).astimezone(UTC)
    wish, seen = Subscription(PeriodKind.DAY, hour), {}
    for minute in range(0, 4 * 24 * 60, 5):
        now = begin + timedelta(minutes=minute)
        seen.setdefault(wish.newest(now, KYIV).last_on, now.astimezone(KYIV))
    first, *others = seen
    assert others == [first + timedelta(days=n) for n in range(1, len(others) + 1)]
    assert {(at.hour, at.minute) for day, at in seen.items() if day != first} == {(hour, 0)}


def test_every_choice_is_a_whole_period_that_is_over():
    for kind in PeriodKind:
        for day in DAYS[kind]:
            wish = Subscription(kind, 12, day)
            for n in range(400):
                now = kyiv(2026, 1, 1, 12) + timedelta(days=n)
                period = wish.newest(now, KYIV)
                assert period.last_on < now.date()
                assert period == Period.last(kind, period.last_on + timedelta(days=1))
