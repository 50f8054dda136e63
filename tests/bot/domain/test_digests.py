"""Periods of digests are whole days of the hromada's calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests import Digest, Period, PeriodKind

KYIV = ZoneInfo("Europe/Kyiv")
SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "today", "first_on", "last_on"),
    [
        (PeriodKind.DAY, SUNDAY, date(2026, 11, 21), date(2026, 11, 21)),
        (PeriodKind.WEEK, SUNDAY, date(2026, 11, 9), date(2026, 11, 15)),
        (PeriodKind.WEEK, MONDAY, date(2026, 11, 16), date(2026, 11, 22)),
        (PeriodKind.MONTH, date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 28)),
        (PeriodKind.MONTH, date(2028, 3, 31), date(2028, 2, 1), date(2028, 2, 29)),
        (PeriodKind.MONTH, date(2026, 1, 1), date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_the_last_period_is_the_one_that_is_over(kind, today, first_on, last_on):
    assert Period.last(kind, today) == Period(first_on, last_on)


def test_a_month_is_compared_with_a_month_and_days_with_as_many_days():
    assert Period(date(2026, 3, 1), date(2026, 3, 31)).before == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert Period(date(2026, 1, 1), date(2026, 1, 31)).before == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert Period(date(2026, 3, 1), date(2026, 3, 30)).before == Period(date(2026, 1, 30), date(2026, 2, 28))
    assert Period(SUNDAY, SUNDAY).before == Period(date(2026, 11, 21), date(2026, 11, 21))


def test_days_begin_at_midnight_of_the_hromada_also_when_clocks_change():
    begins, ends = Period(date(2026, 10, 25), date(2026, 10, 25)).bounds(KYIV)
    assert begins.astimezone(UTC) == datetime(2026, 10, 24, 21, tzinfo=UTC)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=25)


def test_a_digest_of_nothing_says_so():
    assert Digest(None, Period(SUNDAY, SUNDAY), datetime(2026, 11, 23, tzinfo=UTC)).is_empty
