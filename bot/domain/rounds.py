"""A round of voting: what is asked, of whom, when, and how it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property

from bot.domain.tally import Rule

ARCHIVE_AFTER = timedelta(days=180)
"""How long results stand in front; afterwards they are found in the archive."""

MAX_OPTIONS = 60
"""More do not fit a phone, nor anybody's patience; rounds of Ukrainian hromadas stay below."""

MAX_PLACES = 5
"""Longest ranking: people tell apart no more than that."""


MAX_POINTS = 100
"""Most points to give out: each is a tap."""


class Phase(StrEnum):
    """Computed from time, never stored."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CHECKING = "checking"
    RESULTS = "results"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    ANNULLED = "annulled"


class BallotKind(StrEnum):
    """How one votes."""

    APPROVAL = "approval"
    CLASSES = "classes"
    POINTS = "points"
    RANKING = "ranking"
    KNAPSACK = "knapsack"


LIMITED = frozenset({BallotKind.APPROVAL, BallotKind.POINTS, BallotKind.RANKING})
"""Ballots for which the round's `limit` counts something."""


class Trust(IntEnum):
    """What is known of a voter, the least first."""

    ACCOUNT = 0
    PHONE = 1
    CODE = 2
    CONFIRMED = 3


class EndingKind(StrEnum):
    """How a round ends otherwise than by its closing time."""

    CANCELLED = "cancelled"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class OptionClass:
    """A class of options with a limit of its own, such as three large projects. `limit` counts choices."""

    name: str
    limit: int


@dataclass(frozen=True, slots=True)
class District:
    """A part of the community; `population` people live there, 0 when it is not known."""

    name: str
    population: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a round was ended; the reason is public."""

    how: EndingKind
    reason: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. `option_class` and `entry` are an index into the round's classes and a goal's number."""

    id: int
    round: int
    position: int
    title: str
    details: str = ""
    cost_kop: int | None = None
    author: str = ""
    place: str = ""
    topic: str = ""
    option_class: int | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """The conditions of one vote.

    Shapes: `limit` counts choices, points or places, as `ballot` says; `classes` only for a ballot by classes;
    `districts` may be empty. `results_at` is when results show, None for the close. `revision` grows with every change.
    Units: `budget_kop` kopiykas, None for a vote without money; `n_winners` how many priorities win without a budget.
    """

    id: int
    community: str
    title: str
    question: str = ""
    ballot: BallotKind = BallotKind.APPROVAL
    limit: int = 3
    classes: tuple[OptionClass, ...] = ()
    districts: tuple[District, ...] = ()
    rule: Rule = Rule.GREEDY
    budget_kop: int | None = None
    n_winners: int | None = None
    least_trust: Trust = Trust.ACCOUNT
    declaration: str = ""
    announced_at: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    results_at: datetime | None = None
    ending: Ending | None = None
    sealed_at: datetime | None = None
    revision: int = 1

    @property
    def shows_at(self) -> datetime | None:
        """The moment from which results may be seen."""
        return self.results_at or self.closes_at

    @property
    def is_binding(self) -> bool:
        """Say whether voters were checked: only then it may be called a participatory budget."""
        return self.least_trust > Trust.ACCOUNT

    def phase(self, now: datetime) -> Phase:
        """Say where the round stands at `now`. A boundary belongs to the later phase."""
        if self.ending is not None:
            return Phase(self.ending.how.value)
        if self.announced_at is None or self.opens_at is None or self.closes_at is None or self.shows_at is None:
            return Phase.DRAFT
        moments = (
            (self.shows_at + ARCHIVE_AFTER, Phase.ARCHIVED),
            (self.shows_at, Phase.RESULTS),
            (self.closes_at, Phase.CHECKING),
            (self.opens_at, Phase.OPEN),
        )
        return next((phase for begins_at, phase in moments if now >= begins_at), Phase.ANNOUNCED)

    def shows_results(self, now: datetime) -> bool:
        """Say whether anything of the count may be seen, in any output."""
        return self.phase(now) in (Phase.RESULTS, Phase.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Correction:
    """A text that was changed after the round was announced; shown to everybody. `option` is None for the round."""

    option: int | None
    field: str
    before: str
    after: str
    corrected_at: datetime


@dataclass(frozen=True)
class Sheet:
    """A round with its options, in the order in which staff wrote them."""

    round: Round
    options: tuple[Option, ...] = field(default=())

    @cached_property
    def by_id(self) -> Mapping[int, Option]:
        return {option.id: option for option in self.options}

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The topics of the options, each once, in their order."""
        return tuple(dict.fromkeys(option.topic for option in self.options if option.topic))

    def cost_kop(self, options: Mapping[int, int]) -> int:
        return sum(self.by_id[option].cost_kop or 0 for option in options)


def problems(sheet: Sheet, now: datetime) -> list[str]:
    """Name what keeps a draft from being published: keys of texts, empty when it is ready."""
    return [*_problems_of_words(sheet), *_problems_of_time(sheet.round, now), *_problems_of_choice(sheet)]


def _problems_of_words(sheet: Sheet) -> list[str]:
    found = []
    if not sheet.round.question:
        found.append("rounds.needs_question")
    if len(sheet.options) < 2:
        found.append("rounds.needs_options")
    if len(sheet.options) > MAX_OPTIONS:
        found.append("rounds.too_many_options")
    return found


def _problems_of_time(round_: Round, now: datetime) -> list[str]:
    if round_.opens_at is None or round_.closes_at is None:
        return ["rounds.needs_times"]
    found = []
    if round_.closes_at <= round_.opens_at:
        found.append("rounds.closes_before_it_opens")
    if round_.closes_at <= now:
        found.append("rounds.closes_in_the_past")
    if round_.results_at is not None and round_.results_at < round_.closes_at:
        found.append("rounds.results_before_the_close")
    return found


def _problems_of_choice(sheet: Sheet) -> list[str]:
    round_, options = sheet.round, sheet.options
    needs_money = round_.ballot is BallotKind.KNAPSACK or round_.rule is Rule.EQUAL_SHARES
    checks = {
        "rounds.needs_limit": round_.ballot in LIMITED and round_.limit < 1,
        "rounds.limit_too_high": round_.ballot in LIMITED - {BallotKind.POINTS}
        and options
        and round_.limit > len(options),
        "rounds.too_many_places": round_.ballot is BallotKind.RANKING and round_.limit > MAX_PLACES,
        "rounds.too_many_points": round_.ballot is BallotKind.POINTS and round_.limit > MAX_POINTS,
        "rounds.needs_classes": round_.ballot is BallotKind.CLASSES and not round_.classes,
        "rounds.option_without_class": round_.ballot is BallotKind.CLASSES
        and any(option.option_class not in range(len(round_.classes)) for option in options),
        "rounds.needs_budget": needs_money and not round_.budget_kop,
        "rounds.option_without_cost": (needs_money or round_.budget_kop is not None)
        and any(option.cost_kop is None for option in options),
        "rounds.option_over_budget": round_.budget_kop is not None
        and any((option.cost_kop or 0) > round_.budget_kop for option in options),
    }
    return [key for key, is_wrong in checks.items() if is_wrong]
