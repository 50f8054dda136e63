"""A whole strategy has more than goals: chapters, a table of contents, an overview. The text is invented."""

from knowledge.importers import Oddity, read_bytes

STRATEGY = """СТРАТЕГІЯ РОЗВИТКУ НАДБЕРЕЖНОЇ ГРОМАДИ
Зміст
1. Вступ ........ 3
Стратегічна ціль 1. Чистий берег ........ 20
1. Вступ
Стратегію писали всією громадою. Вона спирається на опитування.
2. Аналіз
2.1. Географія
2.2. Люди
3. Стратегічні цілі
Громада обрала дві цілі. Вони доповнюють одна одну.
Стратегічна ціль 1. Чистий берег
Стратегічна ціль 2. Жива громада
Стратегічна ціль 1. Чистий берег
Берег потребує уваги. Над ним працюватимуть щороку.
Оперативна ціль 1.1. Вода в кожній хаті
Завдання:
1.1.1. Пробурити свердловину
1.1.2. Замінити водогін
Стратегічна ціль 2. Жива громада
Оперативна ціль 2.1. Молодь удома
Захід 2.1.1. Відкрити майстерню
4. Моніторинг
4.1. Звіти
Додаток 1. Карта громади
"""
GOALS = [
    ("1", "strategic", "Чистий берег", None),
    ("2", "strategic", "Жива громада", None),
    ("1.1", "operational", "Вода в кожній хаті", "1"),
    ("1.1.1", "task", "Пробурити свердловину", "1.1"),
    ("1.1.2", "task", "Замінити водогін", "1.1"),
    ("2.1", "operational", "Молодь удома", "2"),
    ("2.1.1", "task", "Відкрити майстерню", "2.1"),
]


def test_only_goals_are_read_and_the_rest_is_named():
    report = read_bytes(STRATEGY.encode())
    assert [(e.code, e.level.value, e.text, e.parent) for e in report.entries] == GOALS
    lines = STRATEGY.splitlines()
    said = {lines[w.place.line - 1].partition(". ")[0] for w in report.warnings if w.oddity == Oddity.LEFT_OVER}
    assert said >= {"1", "2", "2.1", "2.2", "3", "4", "4.1", "Додаток 1", "Берег потребує уваги"}
    assert [w.place.line for w in report.warnings if w.oddity == Oddity.DUPLICATE] == [14, 20]


def test_goals_that_are_counted_from_one_again_are_no_chapters():
    text = "1. Вступ\n2. Аналіз\nСтратегічна ціль А. Береги\n1. Вода\n2. Млин\n3. Гребля\n4. Міст"
    assert [e.text for e in read_bytes(text.encode()).entries] == ["Береги", "Вода", "Млин", "Гребля", "Міст"]


def test_a_goal_said_twice_with_other_words_is_two_goals():
    report = read_bytes("1. Люди\n1.1. Освіта\n1.1. Медицина".encode())
    assert [e.code for e in report.entries] == ["1", "1.1", "1.1-2"]
