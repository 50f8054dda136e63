"""Goals are read however a hromada numbers them."""

import pytest

from knowledge.importers import read_bytes
from knowledge.importers.labels import read_label


def outline(text: str) -> list[tuple[str, str, str, str | None]]:
    return [(e.code, e.level.value, e.text, e.parent) for e in read_bytes(text.encode()).entries]


@pytest.mark.parametrize(
    ("written", "code", "wording"),
    [
        ("1. Розвиток", "1", "Розвиток"),
        ("3.Розвиток", "3", "Розвиток"),
        ("1) розвиток", "1", "розвиток"),
        ("2.2 Розвиток", "2.2", "Розвиток"),
        ("3.1.Здоров’я", "3.1", "Здоров’я"),
        ("3.2.1.Розвиток", "3.2.1", "Розвиток"),
        ("1.1. 5 нових шкіл", "1.1", "5 нових шкіл"),
        ("Стратегічна ціль А. Розвиток", "А", "Розвиток"),
        ("Стратегічна ціль А Розвиток", "А", "Розвиток"),
        ("СТРАТЕГІЧНА ЦІЛЬ 1: розвиток", "1", "розвиток"),
        ("Оперативна ціль А2 Розвиток", "А2", "Розвиток"),
        ("Операційна ціль 1 .2. Розвиток", "1.2", "Розвиток"),
        ("Операційна ціль. 3.2. Розвиток", "3.2", "Розвиток"),
        ("Б 6. Розвиток", "Б6", "Розвиток"),
        ("А.1.1. Розвиток", "А.1.1", "Розвиток"),
        ("А.1 . Розвиток", "А.1", "Розвиток"),
        ("Ціль 2. Розвиток", "2", "Розвиток"),
        ("Напрям ІІ. Розвиток", "ІІ", "Розвиток"),
        ("Пріоритет 1. Розвиток", "1", "Розвиток"),
        ("Сфера B. Розвиток", "B", "Розвиток"),
        ("IV. Розвиток", "IV", "Розвиток"),
        ("Стратегічна ціль № 2. Розвиток", "2", "Розвиток"),
        ("СЦ1.РОЗВИТОК", "1", "РОЗВИТОК"),
        ("ОЦ 1.3. Розвиток", "1.3", "Розвиток"),
        ("Стратегічна ціль 1. СЦ 1. Розвиток", "1", "Розвиток"),
        ("1. Стратегічна ціль 1. Розвиток", "1", "Розвиток"),
        ("Оперативна ціль Розвиток", "", "Розвиток"),
        ("1.x. Розвиток", "", "Розвиток"),
    ],
)
def test_a_label_is_parted_from_the_wording(written, code, wording):
    label, text = read_label(written)
    assert label is not None
    assert (label.code, text) == (code, wording)


@pytest.mark.parametrize(
    "wording",
    [
        "В громаді створено умови",
        "Ціль громади – жити добре",
        "Напрям розвитку",
        "2027 рік",
        "5 нових шкіл",
        "23 грудня 2021 року",
        "12.05.2021 Захід",
        "Пріоритет на безпеку",
    ],
)
def test_a_wording_that_looks_like_a_label_is_left_whole(wording):
    assert read_label(wording) == (None, wording)


def test_letters_and_their_numbers():
    text = "Стратегічна ціль А. Дороги\nА.1. Мости\nА.2. Мости\nСтратегічна ціль Б. Школи\nБ 1. Учні"
    assert outline(text) == [
        ("А", "strategic", "Дороги", None),
        ("А.1", "operational", "Мости", "А"),
        ("А.2", "operational", "Мости", "А"),
        ("Б", "strategic", "Школи", None),
        ("Б1", "operational", "Учні", "Б"),
    ]


def test_a_strategic_goal_may_have_a_number_of_two_parts():
    text = "Стратегічна ціль А.1. Люди\nА.1.1. Освіта\nСтратегічна ціль А.2. Безпека\nА.2.1.Укриття"
    assert [row[1:] for row in outline(text)] == [
        ("strategic", "Люди", None),
        ("operational", "Освіта", "А.1"),
        ("strategic", "Безпека", None),
        ("operational", "Укриття", "А.2"),
    ]


def test_latin_and_cyrillic_letters_that_look_alike_are_one():
    assert outline("Сфера A. Люди\nА.1. Освіта")[1][3] == "A"


def test_roman_numerals_own_arabic_numbers():
    text = "I. Люди\n1.1. Освіта\nII. Безпека\n2.1. Укриття"
    assert [(row[0], row[3]) for row in outline(text)] == [("I", None), ("1.1", "I"), ("II", None), ("2.1", "II")]


def test_numbers_that_name_nobody_hang_from_the_goal_above():
    text = "Сфера А. Довкілля\n1.1. Відходи\nСфера B. Кошти\n2.1. Гранти"
    assert [(row[0], row[3]) for row in outline(text)] == [("А", None), ("1.1", "А"), ("B", None), ("2.1", "B")]


def test_numbering_that_starts_anew_takes_the_parents_code():
    text = "Стратегічна ціль 1. Люди\nОЦ1. Освіта\nОЦ2. Медицина\nСтратегічна ціль 2. Безпека\nОЦ1. Укриття"
    assert [row[0] for row in outline(text)] == ["1", "1.1", "1.2", "2", "2.1"]


def test_a_bare_number_goes_on_counting():
    text = "Стратегічна ціль 1. Люди\nОсвіта\nСтратегічна ціль 2. Безпека\nУкриття\n3.Дороги\nМости"
    assert [row[1:] for row in outline(text)][4:] == [("strategic", "Дороги", None), ("operational", "Мости", "3")]


def test_no_numbers_at_all_but_bullets_or_indents_or_empty_lines():
    expected = [
        ("1", "strategic", "Люди", None),
        ("1.1", "operational", "Освіта", "1"),
        ("1.2", "operational", "Медицина", "1"),
        ("2", "strategic", "Безпека", None),
        ("2.1", "operational", "Укриття", "2"),
    ]
    assert outline("Люди\n- Освіта\n- Медицина\nБезпека\n- Укриття") == expected
    assert outline("Люди\n    Освіта\n    Медицина\nБезпека\n    Укриття") == expected
    assert outline("# Люди\n* Освіта\n* Медицина\n# Безпека\n* Укриття") == expected
    assert outline("Люди\nОсвіта\nМедицина\n\nБезпека\nУкриття") == expected


def test_four_levels_with_spheres_under_tasks():
    text = "1. Люди\n1.1. Освіта\n1.1.1. Школи\n• Ремонт\n• Їдальні\n1.1.2. Садки"
    assert outline(text)[2:] == [
        ("1.1.1", "task", "Школи", "1.1"),
        ("1.1.1/1", "sphere", "Ремонт", "1.1.1"),
        ("1.1.1/2", "sphere", "Їдальні", "1.1.1"),
        ("1.1.2", "task", "Садки", "1.1"),
    ]


def test_a_label_alone_on_its_line_belongs_to_the_next():
    assert outline("Стратегічна ціль 1\nЛюди\n1.1.\nОсвіта") == [
        ("1", "strategic", "Люди", None),
        ("1.1", "operational", "Освіта", "1"),
    ]


def test_a_goal_broken_over_lines_is_joined():
    text = "1. Розвиток освіти та\nМедицини в громаді\n1.1. Нові школи,\nсадки й\nбібліотеки\n1.2. Лікарні"
    assert [row[2] for row in outline(text)] == [
        "Розвиток освіти та Медицини в громаді",
        "Нові школи, садки й бібліотеки",
        "Лікарні",
    ]


def test_goals_that_run_on_inside_a_line_are_cut_only_where_the_numbering_goes_on():
    text = "1. Люди\n1.1. Виконання п. 7.2 Програми 1.2. Освіта. 1.2.1. Школи 5.1. Мости"
    assert [(row[0], row[2]) for row in outline(text)][1:] == [
        ("1.1", "Виконання п. 7.2 Програми"),
        ("1.2", "Освіта."),
        ("1.2.1", "Школи 5.1. Мости"),
    ]


def test_initials_are_not_a_letter_of_the_numbering():
    report = read_bytes("1. Люди\n1.1. Освіта\n\nВ. Ігнатенко, голова".encode())
    assert [entry.code for entry in report.entries][:2] == ["1", "1.1"]
    assert all(entry.code != "В" for entry in report.entries)


def test_one_bracket_or_one_point_tells_two_lists_apart():
    text = "1. Люди\n1) Освіта\n2) Медицина\n2. Безпека\n1) Укриття"
    assert [(row[0], row[3]) for row in outline(text)] == [
        ("1", None),
        ("1.1", "1"),
        ("1.2", "1"),
        ("2", None),
        ("2.1", "2"),
    ]


def test_small_letters_with_a_bracket_are_bullets():
    assert [row[:3] for row in outline("1. Люди\nа) Освіта\nб) Медицина")][1:] == [
        ("1.1", "operational", "Освіта"),
        ("1.2", "operational", "Медицина"),
    ]
