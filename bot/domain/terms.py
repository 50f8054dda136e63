"""How long what people leave with the bot is kept. What outlasts these is deleted by `bot/services/retention.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

DAYS_OF_A_YEAR = 365

OF_VOTES = timedelta(days=2)
"""How long it is known whom a broadcast reached that went to those who voted, or to those who did not: as long as its
messages can be deleted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One term for each kind of data.

    Shapes: each counts from when it last mattered: `updates` and `questions` since they came, `drafts` and `feedback`
    since anything last happened to them, `notices` (with letters, and whom broadcasts reached) since they were settled,
    `voters` since the results showed, `files` and `uploads` since it was decided what becomes of them.
    """

    updates: timedelta
    drafts: timedelta
    questions: timedelta
    feedback: timedelta
    notices: timedelta
    voters: timedelta
    files: timedelta
    uploads: timedelta

    @classmethod
    def of(cls, days: Mapping[str, int]) -> "Terms":
        return cls(**{kind: timedelta(days=n) for kind, n in days.items()})
