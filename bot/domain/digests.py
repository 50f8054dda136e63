"""A digest: what changed in a hromada since the period before, for a reader with two minutes."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.notices import NoticeKind
from bot.domain.rounds import Phase

FEW = 3
"""Up to so many pieces of feedback are shown as they are: themes of so few say nothing."""


class PeriodKind(StrEnum):
    """How often a digest comes."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the hromada's calendar, the last one included."""

    first_on: date
    last_on: date

    @classmethod
    def last(cls, kind: PeriodKind, today: date) -> "Period":
        """The last day, week from Monday, or month that is over."""
        match kind:
            case PeriodKind.DAY:
                return cls(today - timedelta(days=1), today - timedelta(days=1))
            case PeriodKind.WEEK:
                monday = today - timedelta(days=today.weekday())
                return cls(monday - timedelta(days=7), monday - timedelta(days=1))
            case PeriodKind.MONTH:
                last_on = today.replace(day=1) - timedelta(days=1)
                return cls(last_on.replace(day=1), last_on)

    @property
    def n_days(self) -> int:
        return (self.last_on - self.first_on).days + 1

    @property
    def is_month(self) -> bool:
        """Say whether it is one whole month: then it is compared with a month, however long."""
        return self.first_on.day == 1 and self.last_on == Period.last(PeriodKind.MONTH, _next_month(self)).last_on

    @property
    def before(self) -> "Period":
        """The period before, to compare with."""
        if self.is_month:
            return Period.last(PeriodKind.MONTH, self.first_on)
        return Period(self.first_on - timedelta(days=self.n_days), self.first_on - timedelta(days=1))

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first moment of the period, and the first after it."""
        begins = datetime.combine(self.first_on, time(), tzinfo=zone)
        return begins, datetime.combine(self.last_on + timedelta(days=1), time(), tzinfo=zone)

    @property
    def days(self) -> list[date]:
        return [self.first_on + timedelta(days=n) for n in range(self.n_days)]


def _next_month(period: Period) -> date:
    return (period.first_on.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A number beside that of the period before."""

    now: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked in words. `rejected` counts answers that people said they had not meant."""

    asked: Change = Change()
    answered: Change = Change()
    unknown: Change = Change()
    rejected: Change = Change()
    by_day: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedGoal:
    """A goal that answered questions. Shapes: `entry` its number, None when it is published no longer."""

    entry: int | None
    code: str
    text: str
    asked: Change


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A question that the documents do not answer."""

    gap: int
    text: str
    n_asked: int
    n_waiting: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Theme:
    """What feedback is about.

    Shapes: `topic` one of `feedback.TOPICS`, None for what fits none; `words` the concepts named most often;
    `quotes` typical words without personal data.
    """

    topic: str | None
    sent: Change
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """Feedback of the period.

    Shapes: `themes` are empty where `quotes` show everything; `accuracy` is the share of the topics that people chose
    which the reckoning finds too, None as long as too few were chosen.
    """

    sent: Change = Change()
    themes: tuple[Theme, ...] = ()
    quotes: tuple[str, ...] = ()
    goals: tuple[AskedGoal, ...] = ()
    n_alike: int = 0
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """A round that was open or ended in the period. `turnout` is a share, None when the population is not known."""

    round: int
    title: str
    phase: Phase
    closes_at: datetime
    n_ballots: int
    turnout: float | None


class WaitingKind(StrEnum):
    """What waits for somebody's act."""

    GAPS = "gaps"
    FEEDBACK = "feedback"
    OVERDUE_FEEDBACK = "overdue_feedback"
    MODERATION = "moderation"
    VOIDS = "voids"
    PROMISES = "promises"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, and since when the oldest does; None where that is no moment."""

    kind: WaitingKind
    n: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A promise whose deadline has passed."""

    entry: int
    code: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the notices of one kind."""

    kind: NoticeKind
    n_sent: int
    n_lost: int


@dataclass(frozen=True, slots=True)
class Digest:
    """All that the forms of a digest show.

    Shapes: `community` its id, None for all; `waiting` the most urgent first.
    """

    community: str | None
    period: Period
    made_at: datetime
    asked: Asked = Asked()
    goals: tuple[AskedGoal, ...] = ()
    gaps: tuple[OpenGap, ...] = ()
    feedback: Sent = Sent()
    rounds: tuple[RoundStanding, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    deliveries: tuple[Delivery, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Say whether nothing happened and nothing waits."""
        happened = self.asked.asked.now or self.feedback.sent.now or self.rounds or self.deliveries
        return not happened and not any(one.n for one in self.waiting)
