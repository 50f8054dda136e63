"""Lists as they are pasted, and tables as spreadsheets write them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotAllowed
from bot.domain.rounds import District, OptionClass
from bot.texts.reading.lists import read_classes, read_districts, read_options

CLASSES = (OptionClass("Великі", 3), OptionClass("Малі", 2))


def brief(written, classes=()):
    return [(one.title, one.cost_kop) for one in read_options(written, classes)]


def test_every_part_of_a_line():
    [option] = read_options("Парк; 250 000; Олена; Заріччя; Довкілля; малі; Біля річки; з лавами", CLASSES)
    assert (option.title, option.cost_kop, option.author, option.place) == ("Парк", 25_000_000, "Олена", "Заріччя")
    assert (option.topic, option.option_class, option.details) == ("Довкілля", 1, "Біля річки; з лавами")


@pytest.mark.parametrize(
    "written",
    [
        "Парк; 100\nШкола; 200",
        "Парк\t100\nШкола\t200\n",
        "• Парк; 100\r\n• Школа; 200",
        "1. Парк; 100\n2) Школа; 200",
        "\n\nПарк;100\n\n ; \nШкола;200",
        "№;Назва;Вартість\n1;Парк;100\n2;Школа;200",
        "Вартість, грн;Назва проєкту\n100;Парк\n200;Школа",
        "Назва,Вартість\nПарк,100\nШкола,200",
        '"Назва","Вартість"\n"Парк","100"\n"Школа","200"',
    ],
)
def test_the_same_list_in_many_forms(written):
    assert brief(written) == [("Парк", 10_000), ("Школа", 20_000)]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('Сквер "Мрія"; 5', 'Сквер "Мрія"'),
        ('"Мрія" сквер; 5', '"Мрія" сквер'),
        ('"Мрія; 5', '"Мрія'),
        ("=SUM(A1:A9); 5", "=SUM(A1:A9)"),
        ("<b>Парк</b> & ко; 5", "<b>Парк</b> & ко"),
        ("Парк\u202e\u0007  на \u200fЗаріччі; 5", "Парк на Заріччі"),
        ("112; 5", "112"),
    ],
)
def test_titles_stay_as_they_are_but_for_what_is_not_seen(written, title):
    assert brief(written) == [(title, 500)]


@pytest.mark.parametrize(
    ("written", "why", "line"),
    [
        ("Парк\n; 100", "lists.line_no_title", 2),
        ("Парк\n🙂🙂", "lists.line_no_title", 2),
        ("Парк; 1\n\nпарк; 2", "lists.line_twice", 3),
        ("Парк; -1", "lists.line_negative_cost", 1),
        ("Парк; 1\nШкола; дорого", "lists.line_wrong_cost", 2),
        ("Парк;;;;;Середні", "lists.line_no_such_class", 1),
        ("Парк\n" + "ї" * 121, "lists.line_too_long", 2),
        ("Парк;;;;;;" + "ї" * 20_000, "lists.line_too_long", 1),
        ("\n".join(f"Варіант {n}" for n in range(61)), "lists.line_too_many", 61),
    ],
)
def test_the_wrong_line_is_named(written, why, line):
    with pytest.raises(NotAllowed) as refused:
        read_options(written, CLASSES)
    assert (refused.value.key, refused.value.params["line"]) == (why, line)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "lists.empty"),
        (" \n;;;\n", "lists.empty"),
        ("Назва;Вартість\n", "lists.empty"),
        ("Назва;Колір\nПарк;синій", "lists.unknown_column"),
    ],
)
def test_an_empty_list_and_a_strange_table(written, why):
    with pytest.raises(NotAllowed) as refused:
        read_options(written)
    assert refused.value.key == why


def test_sixty_are_not_too_many():
    assert len(read_options("\n".join(f"Варіант {n}" for n in range(60)))) == 60


def test_groups_and_districts():
    assert read_classes("Великі; 3\nМалі; 2") == CLASSES
    assert read_districts("Центр; 12 500\nЗаріччя") == (District("Центр", 12_500), District("Заріччя"))


@pytest.mark.parametrize(
    ("read", "written", "why"),
    [
        (read_classes, "Великі", "lists.line_no_limit"),
        (read_classes, "Великі; 0", "lists.line_no_limit"),
        (read_classes, "Великі; три", "lists.line_wrong_number"),
        (read_classes, "\n".join(f"Г{n}; 1" for n in range(11)), "lists.line_too_many"),
        (read_districts, "Центр; -5", "lists.line_wrong_number"),
        (read_districts, "Центр\nцентр", "lists.line_twice"),
        (read_districts, "", "lists.empty"),
    ],
)
def test_a_wrong_group_or_district(read, written, why):
    with pytest.raises(NotAllowed) as refused:
        read(written)
    assert refused.value.key == why


titles = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60).filter(
    lambda text: text[0].isalpha() and text == " ".join(text.split())
)


@given(st.lists(titles, min_size=1, max_size=20, unique_by=str.casefold))
def test_a_table_written_by_a_spreadsheet_comes_back(names):
    written = io.StringIO()
    csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerows(
        [("Назва", "Опис"), *((n, "a\nb") for n in names)]
    )
    found = read_options(written.getvalue())
    assert [one.details for one in found] == ["a\nb"] * len(names)
    assert len(found) == len(names)


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_a_list_or_a_sentence(written):
    try:
        found, why = read_options(written, CLASSES), "lists."
    except NotAllowed as refused:
        found, why = [], refused.key
    assert all(one.title and len(one.title) <= 120 for one in found)
    assert why.startswith("lists.")
