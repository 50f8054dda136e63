import pytest

from knowledge.language.forms import key, known, ukrainian


@pytest.mark.parametrize(
    "forms",
    [
        ["дорога", "дороги", "доріг", "дорогами"],
        ["школа", "шкіл", "школі"],
        ["діти", "дітей", "дитина", "дитину"],
        ["будувати", "будуватимуть", "будують"],
        ["больниця", "больниці", "больницю"],
    ],
)
def test_all_forms_of_a_word_have_one_key(forms):
    assert len({key(word) for word in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("дівати", "діти"), ("життя", "жито"), ("місто", "міст"), ("коли", "колія"), ("його", "йога")]
)
def test_different_words_have_different_keys(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize(("russian", "ukrainian_word"), [("экономика", "економіка"), ("медициной", "медицина")])
def test_a_russian_word_that_differs_in_spelling_has_the_ukrainian_key(russian, ukrainian_word):
    assert key(russian) == key(ukrainian_word)


def test_a_russian_verb_is_no_ukrainian_homograph():
    assert key("быть") != key("бити")


def test_known_words():
    assert known("лікарня")
    assert known("больница")
    assert not known("кщзшц")
    assert ukrainian("больница") is None
