"""A gap: what people asked and the documents did not answer, the same question by however many people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class GapState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Gap:
    """Shapes: `id` is a random positive 53-bit number; `answer` words of staff, `entry` the goal that answers.

    `source` says where the answer comes from.
    """

    id: int
    community: str | None
    state: GapState
    opened_at: datetime
    answer: str | None = None
    source: str | None = None
    entry: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GapItem:
    """A gap in staff's list. `text` is how it was asked first; `n_waiting` how many want to be told."""

    gap: Gap
    text: str
    n_askers: int
    n_waiting: int


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way of asking that staff taught: it leads to a goal. `undone_at` is None while it counts."""

    id: int
    text: str
    entry: int
    community: str | None
    taught_by: int | None
    taught_at: datetime
    gap: int | None = None
    undone_at: datetime | None = None
