"""Names of copies, the rule by which they are kept, and when the next one is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.backups import Afterword, Erasure, KeepRule, last_due, made_at, name_of

KYIV = ZoneInfo("Europe/Kyiv")
FIRST = datetime(2025, 11, 3, 2, 0, tzinfo=UTC)


def test_a_name_says_when() -> None:
    name = name_of(FIRST, "0015")
    assert name == "viche-20251103T020000Z-0015.sqlite3"
    assert made_at(name) == made_at(name_of(FIRST, "0003", before_update=True)) == FIRST
    assert made_at(f".{name}.half") is made_at("afterword.json") is made_at("viche.sqlite3") is None


def test_a_year_of_daily_copies_leaves_days_weeks_and_months() -> None:
    rule, there = KeepRule(7, 4, 6), set()
    for day in range(400):
        now = FIRST + timedelta(days=day)
        there.add(name_of(now, "0015"))
        there -= set(rule.superfluous([*there, "afterword.json"], now, KYIV))
        oldest = min(made_at(name) for name in there)
        assert now - oldest <= rule.longest
    days = sorted((made_at(name).astimezone(KYIV).date() for name in there), reverse=True)
    today = (FIRST + timedelta(days=399)).astimezone(KYIV).date()
    assert days[:7] == [today - timedelta(days=n) for n in range(7)]
    assert [day for day in days[7:] if day.weekday() != 6 and (day + timedelta(days=1)).day != 1] == []
    assert len({(day.year, day.month) for day in days}) == 6
    assert len(days) <= 7 + 3 + 5


def test_the_newest_copy_stays_however_old() -> None:
    names = [name_of(FIRST, "0015"), name_of(FIRST + timedelta(days=1), "0015")]
    assert KeepRule(1, 0, 0).superfluous(names, FIRST + timedelta(days=900), KYIV) == names[:1]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 7, 1, 1, 0, tzinfo=UTC), datetime(2026, 7, 1, 1, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 0, 59, 59, tzinfo=UTC), datetime(2026, 6, 30, 1, 0, tzinfo=UTC)),
        (datetime(2026, 12, 1, 1, 59, tzinfo=UTC), datetime(2026, 11, 30, 2, 0, tzinfo=UTC)),
    ],
)
def test_it_is_due_at_four_in_kyiv(now, due) -> None:
    assert last_due(now, 4, KYIV) == due


def test_an_afterword_is_read_as_it_was_written() -> None:
    said = Afterword("secret", {12: b"k" * 32}, (Erasure(b"m" * 16, withdraw=True, erased_at=FIRST),))
    assert Afterword.read(said.written()) == said
    for other in ("", "[]", "{}", '{"secret": null, "round_keys": [], "erasures": [1]}'):
        with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
            Afterword.read(other)
