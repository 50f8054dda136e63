"""Money as clerks type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotAllowed
from bot.domain.people import Locale
from bot.texts.formats import Formats
from bot.texts.reading.money import MOST_KOP, read_money


@pytest.mark.parametrize(
    ("written", "kop"),
    [
        ("250 000", 25_000_000),
        ("250000", 25_000_000),
        ("250\u00a0000", 25_000_000),
        ("250’000", 25_000_000),
        ("12 500,50 грн", 1_250_050),
        ("12500.5", 1_250_050),
        ("₴500", 50_000),
        ("500 гривень", 50_000),
        ("300 тис", 30_000_000),
        ("300 тис. грн", 30_000_000),
        ("10 тисяч", 1_000_000),
        ("1,2 млн", 120_000_000),
        ("1.2 млн грн", 120_000_000),
        ("2 мільйони", 200_000_000),
        ("1 МІЛЬЙОН ГРИВЕНЬ", 100_000_000),
        ("1,5 млрд", 150_000_000_000),
        ("0", 0),
    ],
)
def test_what_people_type_is_read(written, kop):
    assert read_money(written) == kop


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("-5", "money.negative"),
        ("− 5 грн", "money.negative"),
        ("", "money.unreadable"),
        ("багато", "money.unreadable"),
        ("1e5", "money.unreadable"),
        ("12,500", "money.unreadable"),
        ("1.250.000", "money.unreadable"),
        ("1 млн 200 тис", "money.unreadable"),
        ("5 доларів", "money.unreadable"),
        ("=1+1", "money.unreadable"),
        ("9" * 30, "money.too_much"),
        ("1001 млрд", "money.too_much"),
    ],
)
def test_what_is_not_understood_is_said(written, why):
    with pytest.raises(NotAllowed) as refused:
        read_money(written)
    assert refused.value.key == why


@given(st.integers(0, MOST_KOP))
def test_what_the_bot_writes_it_reads(kop):
    assert read_money(Formats(Locale.UK, "Europe/Kyiv").money(kop)) == kop


@given(st.text(max_size=40) | st.text("0123456789.,- грнтисмл", max_size=20))
def test_whatever_is_typed_is_money_or_a_sentence(written):
    try:
        kop, why = read_money(written), "money."
    except NotAllowed as refused:
        kop, why = 0, refused.key
    assert 0 <= kop <= MOST_KOP
    assert why.startswith("money.")


@pytest.mark.parametrize(
    ("kop", "short"),
    [
        (120_000_000, "1,2 млн грн"),
        (125_000_000, "1,25 млн грн"),
        (123_456_700, "1 234 567 грн"),
        (99_999_900, "999 999 грн"),
        (100_000_000, "1 млн грн"),
        (1_250_000_000_000, "12,5 млрд грн"),
        (100_000_001, "1 000 000,01 грн"),
        (0, "0 грн"),
    ],
)
def test_money_is_shortened_only_where_nothing_is_lost(kop, short):
    written = Formats(Locale.UK, "Europe/Kyiv").money_short(kop)
    assert written == short.replace(" ", "\u00a0")
    assert read_money(written) == kop
