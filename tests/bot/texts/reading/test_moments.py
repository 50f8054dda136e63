"""Moments as clerks type them."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotAllowed
from bot.texts.reading.moments import read_day, read_end, read_moment

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=KYIV)
"""A Thursday."""


def read(written, now=NOW):
    return read_moment(written, now, KYIV).astimezone(KYIV).strftime("%Y-%m-%d %H:%M")


def read_or_why(written):
    try:
        return read(written)
    except NotAllowed as refused:
        return refused.key


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("22.12.2026 18:00", "2026-12-22 18:00"),
        ("22.12.26 о 18.00", "2026-12-22 18:00"),
        ("22/12/2026 18:00", "2026-12-22 18:00"),
        ("18:00 22.12.2026", "2026-12-22 18:00"),
        ("22.12 18:00", "2026-12-22 18:00"),
        ("2026-12-22 18:00", "2026-12-22 18:00"),
        ("2026-12-22T18:00", "2026-12-22 18:00"),
        ("22 грудня о 18:00", "2026-12-22 18:00"),
        ("22 грудня о 18", "2026-12-22 18:00"),
        ("22 грудня 2026 року, 18:00", "2026-12-22 18:00"),
        ("22 ГРУДНЯ 2026 р. о 18 год.", "2026-12-22 18:00"),
        ("22 листопада о 18:00", "2027-11-22 18:00"),
        ("26 листопада о 18:00", "2026-11-26 18:00"),
        ("26 листопада о 9:00", "2027-11-26 09:00"),
        ("29 лютого 10:00", "2028-02-29 10:00"),
        ("сьогодні о 21:55", "2026-11-26 21:55"),
        ("завтра 9:00", "2026-11-27 09:00"),
        ("завтра о 9", "2026-11-27 09:00"),
        ("післязавтра 12:30", "2026-11-28 12:30"),
        ("через 2 тижні", "2026-12-10 12:00"),
        ("через тиждень о 10:00", "2026-12-03 10:00"),
        ("через 3 дні", "2026-11-29 12:00"),
        ("через п'ять днів", "2026-12-01 12:00"),
        ("через місяць", "2026-12-26 12:00"),
        ("через 3 місяці", "2027-02-26 12:00"),
        ("через 3 години", "2026-11-26 15:00"),
        ("через годину", "2026-11-26 13:00"),
        ("через 30 хвилин", "2026-11-26 12:30"),
        ("у п’ятницю о 18:00", "2026-11-27 18:00"),
        ("в пʼятницю 18:00", "2026-11-27 18:00"),
        ("наступного понеділка 9:00", "2026-11-30 09:00"),
        ("у четвер 18:00", "2026-11-26 18:00"),
        ("у четвер 9:00", "2026-12-03 09:00"),
        ("наступного четверга 18:00", "2026-12-03 18:00"),
        ("23:30", "2026-11-26 23:30"),
        ("о 9:00", "2026-11-27 09:00"),
        ("1 грудня 24:00", "2026-12-01 23:59"),
        ("tomorrow at 9:00", "2026-11-27 09:00"),
        ("in 2 weeks", "2026-12-10 12:00"),
        ("22 December 2026 18:00", "2026-12-22 18:00"),
    ],
)
def test_what_people_type_is_read(written, moment):
    assert read(written) == moment


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "moments.unreadable"),
        ("привіт", "moments.unreadable"),
        ("завтра 25:00", "moments.unreadable"),
        ("завтра о дев’ятій", "moments.unreadable"),
        ("о 18", "moments.unreadable"),
        ("завтра", "moments.no_hour"),
        ("22.12.2026", "moments.no_hour"),
        ("31.02.2027 10:00", "moments.no_such_day"),
        ("32 грудня 10:00", "moments.no_such_day"),
        ("22.13.2026 10:00", "moments.no_such_day"),
        ("22.11.9999 10:00", "moments.too_far"),
        ("22.11.1026 10:00", "moments.too_far"),
        ("через 999 тижнів", "moments.too_far"),
    ],
)
def test_what_is_not_understood_is_said(written, why):
    with pytest.raises(NotAllowed) as refused:
        read(written)
    assert refused.value.key == why


@pytest.mark.parametrize("written", ["28.03.2027 03:00", "28.03.2027 03:30", "28.03.2027 03:59"])
def test_an_hour_that_clocks_skip_does_not_exist(written):
    with pytest.raises(NotAllowed, match=r"moments\.skipped"):
        read(written)


def test_beside_the_skipped_hour_everything_is_there():
    assert read_moment("28.03.2027 02:59", NOW, KYIV) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert read_moment("28.03.2027 04:00", NOW, KYIV) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_later_one():
    """At 04:00 clocks go back to 03:00: 03:30 is both 00:30 and 01:30 UTC."""
    assert read_moment("31.10.2027 03:30", NOW, KYIV) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert read_moment("31.10.2027 02:59", NOW, KYIV) == datetime(2027, 10, 30, 23, 59, tzinfo=UTC)


def test_days_keep_their_hour_over_a_change_of_clocks():
    before = datetime(2027, 3, 27, 12, 0, tzinfo=KYIV)
    assert read("через 1 день", before) == "2027-03-28 12:00"
    assert read("через 24 години", before) == "2027-03-28 13:00"


@given(st.datetimes(datetime(2026, 11, 27), datetime(2031, 10, 1)))  # noqa: DTZ001  (as the clock on the wall shows it)
def test_every_minute_written_in_full_is_read_or_does_not_exist(wall):
    is_skipped = not _is_shown(wall)
    for written in (f"{wall:%d.%m.%Y %H:%M}", f"{wall:%H:%M %d/%m/%Y}", f"{wall:%Y-%m-%d %H:%M}"):
        assert read_or_why(written) == ("moments.skipped" if is_skipped else f"{wall:%Y-%m-%d %H:%M}")


def _is_shown(wall):
    """Say whether clocks in Kyiv ever show this: 03:00-03:59 is left out on the last Sunday of March."""
    return not (wall.month == 3 and wall.hour == 3 and wall.day > 24 and wall.isoweekday() == 7)


@given(st.text(max_size=60) | st.text("0123456789.:/ -учнзавтроге", max_size=30))
def test_whatever_is_typed_is_a_moment_or_a_sentence(written):
    assert re.fullmatch(r"moments\.\w+|\d{4}-\d\d-\d\d \d\d:\d\d", read_or_why(written))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2027", "2027-12-31"),
        ("до кінця 2027 року", "2027-12-31"),
        ("IV квартал 2027", "2027-12-31"),
        ("ІV кв. 2027", "2027-12-31"),
        ("2 квартал 2027 р.", "2027-06-30"),
        ("лютий 2028", "2028-02-29"),
        ("червня 2027", "2027-06-30"),
        ("грудень 9999", "9999-12-31"),
        ("June 2027", "2027-06-30"),
        ("31.12.2035", "2035-12-31"),
        ("до 31 грудня 2027 року", "2027-12-31"),
        ("1.2.2020", "2020-02-01"),
        ("через 3 місяці", "2027-02-26"),
        ("завтра", "2026-11-27"),
        ("31.12.2027 18:00", "moments.unreadable_day"),
        ("колись", "moments.unreadable_day"),
        ("5 квартал 2027", "moments.unreadable_day"),
        ("", "moments.unreadable_day"),
        ("31.02.2027", "moments.no_such_day"),
        ("0000", "moments.no_such_day"),
    ],
)
def test_days_however_far_off(written, day):
    assert day_or_why(written) == day


def day_or_why(written):
    try:
        return read_day(written, NOW, KYIV).isoformat()
    except NotAllowed as refused:
        return refused.key


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_day_or_a_sentence(written):
    assert re.fullmatch(r"\d{4}-\d\d-\d\d|moments\.\w+", day_or_why(written))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("до 5 грудня", "2026-12-05 23:59"),
        ("5.12", "2026-12-05 23:59"),
        ("Until 5 December", "2026-12-05 23:59"),
        ("до 5 грудня 18:00", "2026-12-05 18:00"),
        ("через 2 тижні", "2026-12-10 12:00"),
        ("до п’ятниці", "2026-11-27 23:59"),
    ],
)
def test_what_lasts_until_a_day_lasts_all_of_it(written, moment):
    assert read_end(written, NOW, KYIV).astimezone(KYIV).strftime("%Y-%m-%d %H:%M") == moment


@pytest.mark.parametrize("written", ["ніколи", "", "до", "до 31.02", "до 5 грудня 25:00"])
def test_what_is_no_end_is_refused(written):
    with pytest.raises(NotAllowed):
        read_end(written, NOW, KYIV)
