"""What a reader cannot decide is said, with its place."""

from knowledge.importers import ImportReport, Oddity, Place, ReadWarning, read_bytes


def read(text: str) -> ImportReport:
    return read_bytes(text.encode())


def test_a_gap_names_the_missing_number_at_the_goal_after_it():
    assert read("1. Люди\n1.1. Освіта\n1.4. Медицина\n3. Безпека").warnings == (
        ReadWarning(Oddity.GAP, Place(3), "1.2"),
        ReadWarning(Oddity.GAP, Place(3), "1.3"),
        ReadWarning(Oddity.GAP, Place(4), "2"),
    )


def test_numbers_in_disorder_are_no_gap():
    assert read("1. Люди\n1.2. Освіта\n1.1. Медицина").warnings == ()


def test_a_number_used_twice_is_reported_and_gets_a_code_of_its_own():
    report = read("1. Люди\n1.1. Освіта\n1.1. Медицина\n1.1. Спорт")
    assert [entry.code for entry in report.entries] == ["1", "1.1", "1.1-2", "1.1-3"]
    assert [(warning.oddity, warning.place.line) for warning in report.warnings] == [
        (Oddity.DUPLICATE, 3),
        (Oddity.DUPLICATE, 4),
    ]


def test_a_goal_whose_parent_is_missing_stands_alone():
    report = read("1. Люди\n1.1. Освіта\n3.1. Укриття\n3.2. Дружини")
    assert [(entry.code, entry.level.value, entry.parent) for entry in report.entries][2:] == [
        ("3.1", "operational", None),
        ("3.2", "operational", None),
    ]


def test_bullets_after_a_page_break_go_to_the_last_task_and_are_reported():
    report = read("1. Люди\t\n1.1. Освіта\t\n1.1.1. Школи\t▪ Ремонт\n\n\t▪ Їдальні\n1.1.2. Садки\t▪ Ліжка")
    assert [(entry.code, entry.parent) for entry in report.entries if entry.level == "sphere"] == [
        ("1.1.1/1", "1.1.1"),
        ("1.1.1/2", "1.1.1"),
        ("1.1.2/1", "1.1.2"),
    ]
    assert report.warnings == (ReadWarning(Oddity.ORPHAN, Place(5), "Їдальні"),)


def test_prose_between_goals_is_left_over_and_said_so():
    report = read(
        "Стратегія громади\n\n"
        "Стратегічна ціль 1. Люди\nЛюди — головне багатство громади. Тому йдеться насамперед про них.\n"
        "Операційна ціль 1.1. Освіта"
    )
    assert [entry.text for entry in report.entries] == ["Люди", "Освіта"]
    assert [(warning.oddity, warning.place.line) for warning in report.warnings] == [
        (Oddity.LEFT_OVER, 1),
        (Oddity.LEFT_OVER, 4),
    ]


def test_the_lines_of_a_page_are_those_of_its_source():
    page = "<html>\n<body>\n<h1>Про нас</h1>\n<p>1. Люди</p>\n<p>1.1. Освіта</p>\n\n<p>1.3. Спорт</p>"
    assert read(page).warnings == (
        ReadWarning(Oddity.LEFT_OVER, Place(3), "Про нас"),
        ReadWarning(Oddity.GAP, Place(7), "1.2"),
    )
