"""Tables and pages, as offices make them."""

import pytest

from knowledge.importers import read_bytes

GOALS = [
    ("1", "strategic", "Люди", None),
    ("1.1", "operational", "Освіта", "1"),
    ("1.2", "operational", "Медицина", "1"),
    ("2", "strategic", "Безпека", None),
    ("2.1", "operational", "Укриття", "2"),
]
TABLES = {
    "merged cells": "<table><tr><td rowspan=2>Люди<td>Освіта<tr><td>Медицина<tr><td>Безпека<td>Укриття</table>",
    "repeated cells": "<table><tr><td>Люди<td>Освіта<tr><td>Люди<td>Медицина<tr><td>Безпека<td>Укриття</table>",
    "empty cells": "<table><tr><td>Люди<td>Освіта<tr><td><td>Медицина<tr><td>Безпека<td>Укриття</table>",
    "lists in cells": "<table><tr><td>Люди<td><ul><li>Освіта<li>Медицина</ul>"
    "<tr><td>Безпека<td><ul><li>Укриття</table>",
    "breaks in cells": "<table><tr><td>Люди<td>Освіта<br>Медицина<tr><td>Безпека<td>Укриття</table>",
    "full-width rows": "<table><tr><td colspan=2>Люди<tr><td>1<td>Освіта<tr><td>2<td>Медицина"
    "<tr><td colspan=2>Безпека<tr><td>1<td>Укриття</table>",
    "columns that are no goals": "<table><tr><th>Стратегічні цілі<th>Оперативні цілі<th>Індикатори<th>Строк"
    "<tr><td>Люди<td>Освіта<td>Кількість шкіл<td>2027<tr><td><td>Медицина<td>Кількість лікарень<td>2026"
    "<tr><td>Безпека<td>Укриття<td>Кількість місць<td>2025</table>",
    "side by side": "<table><tr><td>1. Люди<td>2. Безпека<tr><td>Освіта<td>Укриття<tr><td>Медицина<td></table>",
    "numbers that start anew": "<table><tr><td rowspan=2>Ціль 1. Люди<td>1. Освіта<tr><td>2. Медицина"
    "<tr><td>Ціль 2. Безпека<td>1. Укриття</table>",
    "headings and lists": "<h1>Стратегія</h1><h2>Люди</h2><ul><li>Освіта<li>Медицина</ul>"
    "<h2>Безпека</h2><ul><li>Укриття</ul>",
    "nested lists": "<ol><li>Люди<ul><li>Освіта<li>Медицина</ul><li>Безпека<ul><li>Укриття</ul></ol>",
    "TABs": "Стратегічні цілі\tОперативні цілі\nЛюди\tОсвіта\n\tМедицина\nБезпека\tУкриття",
    "TABs after numbers": "1.\tЛюди\n1.1.\tОсвіта\n1.2.\tМедицина\n2.\tБезпека\n2.1.\tУкриття",
    "bars": "| Стратегічна ціль | Оперативна ціль |\n|---|---|\n"
    "| Люди | Освіта |\n| | Медицина |\n| Безпека | Укриття |",
    "HTML in cells": "Люди\t<p>Освіта</p><p>Медицина</p>\n<b>Безпека</b>\tУкриття",
    "numbers in a column": "<table><tr><td>1.<td>Люди<td>1.1.<td>Освіта<tr><td><td><td>1.2.<td>Медицина"
    "<tr><td>2.<td>Безпека<td>2.1.<td>Укриття</table>",
}


def outline(source: str) -> list[tuple[str, str, str, str | None]]:
    return [(e.code, e.level.value, e.text, e.parent) for e in read_bytes(source.encode()).entries]


@pytest.mark.parametrize("source", TABLES.values(), ids=TABLES)
def test_the_same_goals_are_read_from_every_layout(source):
    assert outline(source) == GOALS


def test_a_head_in_the_middle_of_a_table_is_no_goal():
    rows = "<tr><td>1.1.1. Школи<td>▪ Ремонт ▪ Їдальні"
    head = "<tr><td>Завдання<td>Орієнтовні сфери реалізації проектів"
    source = f"<table><tr><td>1. Люди<td><tr><td>1.1. Освіта<td>{head}{rows}</table>"
    assert [row[:2] for row in outline(source)] == [
        ("1", "strategic"),
        ("1.1", "operational"),
        ("1.1.1", "task"),
        ("1.1.1/1", "sphere"),
        ("1.1.1/2", "sphere"),
    ]


def test_a_cell_may_break_a_goal_over_lines():
    assert outline("<table><tr><td>1. Розвиток<br>освіти<td>1.1. Нові школи<br>і садки</table>") == [
        ("1", "strategic", "Розвиток освіти", None),
        ("1.1", "operational", "Нові школи і садки", "1"),
    ]


def test_entities_and_hard_spaces_become_plain_text():
    assert outline("<ul><li>1.&nbsp;Освіта&nbsp;&amp; наука<li>1.1. «Школа»</ul>")[0][2] == "Освіта & наука"


def test_scripts_and_styles_are_not_read():
    source = "<html><head><style>1. a</style></head><body><script>1. b</script><p>1. Люди<p>1.1. Освіта</body>"
    assert [row[2] for row in outline(source)] == ["Люди", "Освіта"]
