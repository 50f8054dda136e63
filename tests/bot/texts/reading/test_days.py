"""Days in a text for others: what no calendar has and what does not fit is found, and nothing else."""

from datetime import date

import pytest

from bot.texts.reading.days import OddDay, odd_days

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "written", "weekday", "day"),
    [
        ("Збори 31 листопада о 18:00", "31 листопада", "", None),
        ("Воду вимкнуть 30\u00a0лютого", "30 лютого", "", None),
        ("Прийом 29 лютого", "29 лютого", "", None),
        ("До 31.11.2026 року", "31.11.2026", "", None),
        ("The meeting is on 31 November", "31 November", "", None),
        ("Збори у п’ятницю, 28 листопада", "28 листопада", "п’ятницю", date(2026, 11, 28)),
        ("Збори у п'ятницю 28 листопада 2026 року", "28 листопада 2026", "п’ятницю", date(2026, 11, 28)),
        ("28 листопада (неділя) о 10:00", "28 листопада", "неділя", date(2026, 11, 28)),
        ("28 листопада 2026 року, у четвер", "28 листопада 2026", "четвер", date(2026, 11, 28)),
        ("1 січня, у четвер", "1 січня", "четвер", date(2027, 1, 1)),
        ("on Friday, 28 November", "28 November", "Friday", date(2026, 11, 28)),
    ],
)
def test_what_cannot_be_is_found(text, written, weekday, day):
    assert odd_days(text, TODAY) == [OddDay(written, day, weekday)]


@pytest.mark.parametrize(
    "text",
    [
        "Збори у суботу, 28 листопада, о 18:00",
        "28 листопада, в суботу, і 29 листопада, в неділю",
        "28 листопада, у неділю 29 листопада і в понеділок, 30 листопада",
        "Субота–неділя, 28–29 листопада",
        "Роздали 31 лист і 40 травинок",
        "29 лютого 2028 року",
        "Серед 28 листопада не працюємо",
        "Ціна 31.11 грн, версія 31.11.20261",
        "Завтра о 10:00 вимкнуть воду",
    ],
)
def test_what_fits_is_passed_over(text):
    assert odd_days(text, TODAY) == []
