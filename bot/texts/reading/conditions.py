"""Read a condition of a round as people write it, and write it so again."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.errors import NotAllowed
from bot.domain.rounds import District, OptionClass
from bot.texts.reading.lists import read_classes, read_districts
from bot.texts.reading.moments import read_moment
from bot.texts.reading.money import read_money


def read_condition(field: str, words: str, now: datetime, zone: ZoneInfo) -> Any:
    """Read a condition that was written.

    Errors: `NotAllowed` says how to write it.
    """
    match field:
        case "title" | "question" | "declaration":
            return words
        case "opens_at" | "closes_at" | "results_at":
            return read_moment(words, now, zone)
        case "budget_kop":
            return read_money(words) or None
        case "classes":
            return read_classes(words)
        case "districts":
            return read_districts(words)
        case "limit" | "n_winners":
            return read_number(words)
        case _:
            raise NotAllowed("fields.press_a_button")


def read_number(words: str, max_digits: int = 4) -> int:
    """Read a number, also «№ 12 345».

    Errors: `NotAllowed`.
    """
    digits = "".join(words.split()).removeprefix("№")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > max_digits:
        raise NotAllowed("fields.a_number")
    return int(digits)


def write_condition(field: str, value: Any, zone: ZoneInfo) -> str:
    """Write a value so that `read_condition` reads it again: for a field in which it is changed."""
    match value:
        case None:
            return ""
        case int() if field == "budget_kop":
            return write_money(value)
        case datetime():
            return f"{value.astimezone(zone):%d.%m.%Y %H:%M}"
        case tuple():
            return "\n".join(_line(one) for one in value)
        case _:
            return str(value)


def write_money(kop: int | None) -> str:
    """Write an amount so that `read_money` reads it again."""
    if kop is None:
        return ""
    return f"{kop // 100},{kop % 100:02}" if kop % 100 else str(kop // 100)


def _line(one: OptionClass | District) -> str:
    if isinstance(one, OptionClass):
        return f"{one.name}; {one.limit}"
    return f"{one.name}; {one.population}" if one.population else one.name
