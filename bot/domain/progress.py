"""A goal as a promise: who answers for it, until when, for how much, and what has come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MAX_WORDS = 1000


class Status(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Sight(StrEnum):
    """What a resident says who was asked whether they see it done."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Promise:
    """The terms of a goal. Units: money in kopiykas. Everything may be unknown, and is then said to be."""

    entry: int
    responsible: str = ""
    due_on: date | None = None
    planned_kop: int | None = None
    spent_kop: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One statement of the hromada on how a goal stands. Reports stay: a new one is added, none is changed."""

    id: int
    entry: int
    status: Status
    words: str
    evidence_url: str | None
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything known about one goal's fulfilment.

    Shapes: `reports` newest first; `sights` how many residents answered what about the newest report.
    """

    promise: Promise
    reports: tuple[Report, ...] = ()
    sights: Mapping[Sight, int] | None = None

    @property
    def status(self) -> Status | None:
        return self.reports[0].status if self.reports else None

    def is_overdue(self, today: date) -> bool:
        """Say whether the deadline has passed without the goal being done or given up."""
        settled = self.status in (Status.DONE, Status.CANCELLED)
        return self.promise.due_on is not None and today > self.promise.due_on and not settled


class FollowKind(StrEnum):
    ENTRY = "entry"
    TOPIC = "topic"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Follow:
    """What somebody wants to hear of. `key` is a goal's number, a topic, or a community's id."""

    kind: FollowKind
    key: str
