"""Read a condition of a round as people write it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.errors import NotAllowed
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


def read_number(words: str) -> int:
    """Read a small number.

    Errors: `NotAllowed`.
    """
    digits = words.strip()
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 4:
        raise NotAllowed("fields.a_number")
    return int(digits)
