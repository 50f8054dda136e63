"""Quotes say what was meant and not who said it."""

import pytest

from bot.texts.masking import HIDDEN, masked


@pytest.mark.parametrize(
    "secret",
    [
        "067 123 45 67",
        "+38 (067) 123-45-67",
        "0671234567",
        "olena.k+1@ukr.net",
        "@olena_kovalenko",
        "https://t.me/olena",
        "t.me/olena",
        "4149 4990 1234 5678",
        "КМ 123456",
        "Петренко І. В.",
        "Петренко Іван Васильович",
        "Іван Васильович",
        "кв. 12",
        "буд. 7а",
    ],
)
def test_what_tells_who_is_meant_is_hidden(secret):
    said = masked(f"Зробіть дорогу, {secret}, бо ями")
    assert said == f"Зробіть дорогу, {HIDDEN}, бо ями"


@pytest.mark.parametrize(
    "plain",
    [
        "Школа № 5 на вулиці Перемоги",
        "до лікарні 40 км, автобус о 7:30",
        "2026 рік, ціль 3.1.2",
        "бюджет 1 250 000 грн",
        "Верховна Рада України",
        "Палац культури",
    ],
)
def test_what_is_no_personal_data_stays(plain):
    assert masked(plain) == plain
