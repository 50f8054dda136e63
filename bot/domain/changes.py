"""What may be changed of a round, and what its fields can hold at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.rounds import MAX_OPTIONS, Option, Round, Sheet
from bot.domain.wording import fitting

CORRECTABLE = frozenset({"title", "question", "details"})
"""What may still be changed once voting has begun: words, never conditions."""

CONDITIONS = frozenset(
    {
        *("title", "question", "ballot", "limit", "classes", "districts", "rule", "budget_kop", "n_winners"),
        *("least_trust", "declaration", "opens_at", "closes_at", "results_at"),
    }
)
OPTION_FIELDS = frozenset({"title", "details", "cost_kop", "author", "place", "topic", "option_class", "entry"})

RANGES = {"limit": (1, 100), "n_winners": (1, MAX_OPTIONS)}
"""What numbers can be at all; whether they suit the round is among its problems."""


def sound(name: str, value: Any) -> Any:
    """Let a value of a field pass, its text tidied.

    Errors: `NotAllowed`.
    """
    low, high = RANGES.get(name, (0, 0))
    if name in RANGES and value is not None and not low <= value <= high:
        raise NotAllowed("rounds.not_in_range", low=low, high=high)
    if name in ("budget_kop", "cost_kop") and value is not None and value < 0:
        raise NotAllowed("money.negative")
    return fitting(name, value)


def sound_option(option: Option) -> Option:
    return replace(option, **{name: sound(name, getattr(option, name)) for name in OPTION_FIELDS})


def option_of(sheet: Sheet, option: int) -> Option:
    if option not in sheet.by_id:
        raise NotFound("ballots.no_such_option")
    return sheet.by_id[option]


def changed(before: Round | Option, fields: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What changes, as it was and as it will be, in words."""
    return {
        name: (_written(getattr(before, name)), _written(value))
        for name, value in fields.items()
        if getattr(before, name) != value
    }


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
