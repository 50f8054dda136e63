import pytest

from knowledge.language.forms import is_russian, key, key_in_russian
from knowledge.language.russian import FILE, check, collated, counterparts, respelled


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("больницы", "лікарня"),
        ("строить", "будувати"),
        ("улицах", "вулиця"),
        ("мусора", "сміття"),
        ("детей", "дитина"),
    ],
)
def test_a_listed_word_has_the_key_of_its_counterpart_in_every_form(russian, ukrainian):
    assert key(russian) == key(ukrainian)


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("сортировать", "сортувати"),
        ("техническое", "технічний"),
        ("ремонтировать", "ремонтувати"),
        ("межрегиональный", "міжрегіональний"),
    ],
)
def test_a_regular_word_has_the_key_of_its_counterpart(russian, ukrainian):
    assert counterparts().of(russian, in_russian=True) is None
    assert key(russian) == key(ukrainian)


def test_surzhyk_is_read_by_its_stem():
    assert key("больніцу") == key("лікарня")


def test_a_word_of_both_languages_is_russian_only_in_a_russian_text():
    assert key("городе") == key("город")
    assert key_in_russian("городе") == key("місто")


@pytest.mark.parametrize("text", ["будет ли больница в городе", "ремонт дороги, когда"])
def test_a_russian_text(text):
    assert is_russian(text)


@pytest.mark.parametrize("text", ["город біля хати", "шо там з лікарнями", "дорога", "школа будет чи ні"])
def test_a_text_that_is_not_russian(text):
    assert not is_russian(text)


def test_the_shipped_list_has_no_faults():
    assert check(FILE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("місто город", "russian.txt:1: a line is"),
        ("ліс: лес\nдім: дом", "russian.txt:2: «дім» does not come after «ліс»"),
        ("дім: дом\nліс: лес дом", "russian.txt:2: «дом» stands in line 1 as well"),
    ],
)
def test_faults_are_named(lines, fault):
    assert [found for found in check(lines) if found.startswith(fault)]


def test_words_are_collated_by_the_ukrainian_alphabet():
    assert sorted(["їжа", "яма", "ґанок", "гора", "іній"], key=collated) == ["гора", "ґанок", "іній", "їжа", "яма"]


def test_few_spellings_are_tried():
    assert len(list(respelled("индивидуализировались"))) < 100
