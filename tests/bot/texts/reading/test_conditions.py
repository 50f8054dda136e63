"""What a form shows is read back as it was."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import NotAllowed
from bot.domain.rounds import District, OptionClass
from bot.texts.reading.conditions import read_condition, read_number, write_condition, write_money
from bot.texts.reading.money import read_money

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Що зробити"),
        ("opens_at", datetime(2026, 12, 1, 7, 30, tzinfo=UTC)),
        ("closes_at", datetime(2027, 7, 1, 7, 30, tzinfo=UTC)),
        ("budget_kop", 125_000_000),
        ("budget_kop", 12_345),
        ("limit", 3),
        ("classes", (OptionClass("Великі", 3), OptionClass("Малі", 1))),
        ("districts", (District("Центр", 12_500), District("Заріччя"))),
    ],
)
def test_what_is_written_is_read(field, value):
    assert read_condition(field, write_condition(field, value, KYIV), NOW, KYIV) == value


def test_nothing_is_an_empty_field():
    assert write_condition("closes_at", None, KYIV) == write_condition("districts", (), KYIV) == write_money(None) == ""


@pytest.mark.parametrize("kop", [0, 5, 100, 12_345_678])
def test_money(kop):
    assert read_money(write_money(kop)) == kop


def test_numbers():
    assert read_number("№ 12 345", max_digits=15) == 12_345
    for wrong in ("", "три", "-1", "12345", "²"):
        with pytest.raises(NotAllowed, match="a_number"):
            read_number(wrong)
