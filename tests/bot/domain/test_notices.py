"""Nobody is woken: what falls into the night waits for the morning, in Kyiv's time, also when clocks are changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.notices import QUIET_FROM, QUIET_UNTIL, Notice, NoticeKind, by_day
from tests.support.house import NOON

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(*when):
    return datetime(*when, tzinfo=KYIV).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (kyiv(2026, 11, 22, 7, 59, 59), kyiv(2026, 11, 22, 8)),
        (kyiv(2026, 11, 22, 8), kyiv(2026, 11, 22, 8)),
        (kyiv(2026, 11, 22, 20, 59, 59), kyiv(2026, 11, 22, 20, 59, 59)),
        (kyiv(2026, 11, 22, 21), kyiv(2026, 11, 23, 8)),
        (kyiv(2026, 12, 31, 23, 30), kyiv(2027, 1, 1, 8)),
        (kyiv(2026, 11, 23, 0), kyiv(2026, 11, 23, 8)),
    ],
)
def test_to_the_second(moment, told):
    assert by_day(moment, KYIV) == told


@pytest.mark.parametrize(
    ("evening", "night", "offset"),
    [
        (kyiv(2026, 3, 28, 22), timedelta(hours=9), timedelta(hours=3)),  # an hour is missing
        (kyiv(2026, 10, 24, 22), timedelta(hours=11), timedelta(hours=2)),  # an hour comes twice
        (kyiv(2026, 11, 24, 22), timedelta(hours=10), timedelta(hours=2)),
    ],
)
def test_the_nights_in_which_clocks_are_changed(evening, night, offset):
    morning = by_day(evening, KYIV)
    assert morning - evening == night
    local = morning.astimezone(KYIV)
    assert (local.time(), local.utcoffset()) == (time(8), offset)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  (hypothesis adds it)
def test_never_at_night_never_earlier_and_at_most_a_night_later(moment):
    told = by_day(moment, KYIV)
    assert QUIET_UNTIL <= told.astimezone(KYIV).time() < QUIET_FROM
    assert timedelta() <= told - moment <= timedelta(hours=12)
    assert by_day(told, KYIV) == told


def test_a_reminder_is_late_when_there_is_nothing_left_to_do():
    said = {"round": 1, "title": "Т", "closes_at": NOON.isoformat()}
    reminder = Notice(1, "c", NoticeKind.ROUND_REMINDER, said, NOON)
    extended = Notice(1, "c", NoticeKind.ROUND_EXTENDED, said, NOON)
    second = timedelta(seconds=1)
    assert [reminder.is_late(NOON + shift) for shift in (-second, timedelta(), second)] == [False, True, True]
    assert not extended.is_late(NOON + second)
