"""Days that a text names for others to read: those that no calendar has, and weekdays that do not fit their day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.texts.reading.moments import WEEKDAYS

MONTHS = (
    *(("січня", "january"), ("лютого", "february"), ("березня", "march"), ("квітня", "april"), ("травня", "may")),
    *(("червня", "june"), ("липня", "july"), ("серпня", "august"), ("вересня", "september"), ("жовтня", "october")),
    *(("листопада", "november"), ("грудня", "december")),
)
_MONTH = "|".join(name for names in MONTHS for name in names)
_WEEKDAY = "|".join(
    (
        *("понеділ(?:ок|ка|ку|ком)", "вівтор(?:ок|ка|ку|ком)", "серед(?:а|у|и|і|ою)", "четвер(?:г[ауо]м?)?"),
        *("п’ятниц(?:я|ю|і|ею)", "субот(?:а|у|и|і|ою)", "неділ(?:я|ю|і|ею)", *(english for _, english in WEEKDAYS)),
    )
)
_DAY = re.compile(
    rf"(?<![\d.])(?:(\d{{1,2}}) ({_MONTH})\b(?: (\d{{4}})\b)?|(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})\b)", re.IGNORECASE
)
_BEFORE = re.compile(rf"\b({_WEEKDAY})[ ,(]{{1,2}}$", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?: року| р\.)?[ ,(–—-]{{1,3}}(?:(?:у|в|on) )?({_WEEKDAY})\b(?![ ,(]{{1,2}}\d{{1,2}} )", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class OddDay:
    """A day as it is written. Shapes: `day` is None if no calendar has it; else `weekday` does not fit it."""

    written: str
    day: date | None = None
    weekday: str = ""


def odd_days(text: str, today: date) -> list[OddDay]:
    """Find the days of a text that somebody has to look at again. A day without a year is the nearest one."""
    return list(_odd(re.sub(r"['ʼ`]", "’", " ".join(text.split())), today))


def _odd(words: str, today: date) -> Iterator[OddDay]:
    for found in _DAY.finditer(words):
        day = _day(found, today)
        before, after = _BEFORE.search(words[: found.start()]), _AFTER.match(words, found.end())
        weekday = before or after
        if day is None:
            yield OddDay(found[0])
        elif weekday and _number(weekday[1]) != day.isoweekday():
            yield OddDay(found[0], day, weekday[1])


def _day(found: re.Match[str], today: date) -> date | None:
    if found[4]:
        return _date(int(found[6]), int(found[5]), int(found[4]))
    month = next(n for n, names in enumerate(MONTHS, 1) if found[2].casefold() in names)
    if found[3]:
        return _date(int(found[3]), month, int(found[1]))
    near = (_date(today.year + n, month, int(found[1])) for n in (-1, 0, 1))
    return min(filter(None, near), key=lambda day: abs(day - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(weekday: str) -> int:
    """The number of a weekday, from 1."""
    return next(n for n, names in enumerate(WEEKDAYS, 1) if weekday.casefold().startswith(names))
