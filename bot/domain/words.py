"""Words of the hromada's own: how people there call a subject of local government, or one goal."""

from dataclasses import dataclass
from datetime import datetime

MAX_WORD = 60
"""Longest phrase, in characters: a few words. A whole question is taught by an answer."""


@dataclass(frozen=True, slots=True)
class OwnWord:
    """One phrase.

    Shapes: exactly one of `concept` (an id of the lexicon) and `entry` (a goal's number) is set; `by` is a number of
    `people`.
    """

    id: int
    word: str
    concept: str | None
    entry: int | None
    by: int | None
    added_at: datetime
