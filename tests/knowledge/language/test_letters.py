import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.letters import clean, skeleton, straighten


@pytest.mark.parametrize("written", ["пам'ять", "пам’ять", "памʼять", "пам`ять", "пам´ять", "пам‘ять"])
def test_every_apostrophe_is_the_same(written):
    assert clean(written) == "пам’ять"


def test_what_cannot_be_seen_is_dropped_and_letters_are_kept():
    assert clean("до\u00adро\u200bга\ufeff") == "дорога"
    assert clean("доро\u0301га") == "дорога"
    assert clean("и\u0306од, ї\u0301") == "йод, ї"
    assert clean("Ґанок Ёлка") == "Ґанок Ёлка"


def test_latin_look_alikes_inside_a_word_become_cyrillic():
    assert straighten("шкoлa") == "школа"
    assert straighten("internet") == "internet"
    assert straighten("IT") == "IT"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("підтрімка", "підтримка"),
        ("сєвєродонецьк", "северодонецьк"),
        ("здоровя", "здоров’я"),
        ("обласнний", "обласний"),
        ("экономика", "економіка"),
        ("акція", "акція"),
    ],
)
def test_skeletons_forgive_common_misspellings(one, other):
    assert skeleton(one) == skeleton(other)


def test_skeletons_tell_words_apart():
    assert len({skeleton(w) for w in ("місто", "мости", "масти", "вода", "віддати")}) == 5


@given(st.text(max_size=50))
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
