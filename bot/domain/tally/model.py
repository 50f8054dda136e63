"""An election as it is counted, and what comes out of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import chain

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.integer]
Vote = tuple[tuple[int, int], ...]
"""One voter's marks as (place of the project in the election, mark); what is not named has no mark."""


class MarkKind(StrEnum):
    """What a mark says. Approval with limits per class and knapsack ballots are approvals when they are counted."""

    APPROVAL = "approval"
    POINTS = "points"
    RANKING = "ranking"


class Rule(StrEnum):
    GREEDY = "greedy"
    EQUAL_SHARES = "equal-shares"


class TieBreak(StrEnum):
    """Who goes first among equals."""

    COST = "cost"
    SUPPORT = "support"
    ORDER = "order"


TIES = (TieBreak.COST, TieBreak.SUPPORT, TieBreak.ORDER)
"""The cheaper one, then the one with more support, then the one that the election lists first. The first two are those
of equalshares.net, where a lot decides the rest."""


@dataclass(frozen=True, slots=True)
class Project:
    """What can win. Units: `cost` in the smallest money of its election."""

    id: str
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """All votes: every different one once, with how many voters cast it.

    Shapes: `marks` is (different ballots, projects): 1 for approved, points, or the place in a ranking from 1; 0 is no
    mark. `times` is (different ballots,). 100,000 approvals of 60 projects take 7 MB.
    """

    marks: Marks
    times: npt.NDArray[np.int64]

    @classmethod
    def of(cls, votes: Iterable[Vote], n_projects: int) -> "Ballots":
        return cls.of_equals(((vote, 1) for vote in votes), n_projects)

    @classmethod
    def of_equals(cls, votes: Iterable[tuple[Vote, int]], n_projects: int) -> "Ballots":
        """Take each vote with how many voters cast it; equal ones may come again."""
        counted = Counter[Vote]()
        for vote, n_times in votes:
            counted[tuple(sorted(vote))] += n_times
        numbers = chain.from_iterable(chain.from_iterable(counted))
        projects, values = np.fromiter(numbers, dtype=np.int64).reshape(-1, 2).T
        rows = np.repeat(np.arange(len(counted)), np.fromiter(map(len, counted), dtype=np.int64, count=len(counted)))
        smallest = np.promote_types(
            np.min_scalar_type(values.max(initial=0)), np.min_scalar_type(values.min(initial=0))
        )
        marks = np.zeros((len(counted), n_projects), dtype=smallest)
        marks[rows, projects] = values
        times = np.fromiter(counted.values(), dtype=np.int64, count=len(counted))
        marks.setflags(write=False)
        times.setflags(write=False)
        return cls(marks, times)

    @property
    def n_voters(self) -> int:
        return int(self.times.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Election:
    """Everything that a count needs. Whoever is allowed to vote has been decided before.

    Units: `budget` and costs in the smallest money, of which `unit` make one of the currency (100 kopiykas);
    `least_support` is what a project needs to win at all. Without a budget everybody wins who has it; `n_winners` is
    how many may win in a greedy count, None for any number.
    """

    projects: tuple[Project, ...]
    ballots: Ballots
    kind: MarkKind = MarkKind.APPROVAL
    budget: int | None = None
    unit: int = 100
    n_winners: int | None = None
    least_support: int = 1
    first_place: int | None = None
    """Borda points of a first place; None: as many as the ballot ranks projects (as Pabulib counts)."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Equals of whom not all could go first. Shapes: ids; `by` is what decided."""

    first: str
    among: tuple[str, ...]
    by: TieBreak


@dataclass(frozen=True, slots=True)
class Standing:
    """How one project did.

    Units: `n_votes` ballots that name it; `support` the sum of their marks, or Borda points. Of Equal Shares only:
    `effective` is the support that really shared the cost of a winner, where all pay the same; `money_left` what the
    supporters together still have, in the smallest money.
    """

    project: str
    n_votes: int
    support: int
    effective: Fraction | None = None
    money_left: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a count says.

    Shapes: `winners` in the order in which they won; `standings` in the order of the election; `prices` of Equal
    Shares, in the order of winning: what one mark paid at most. A winner that was added with what was left has none.
    Units: `spent`, `budget`, `share` (the money of one voter) and `prices` in the smallest money.
    """

    rule: Rule
    winners: tuple[str, ...]
    spent: int
    budget: int | None
    standings: tuple[Standing, ...]
    ties: tuple[Tie, ...] = ()
    share: Fraction | None = None
    prices: dict[str, Fraction] = field(default_factory=dict)


def paid(outcome: Outcome, marks: dict[str, int]) -> dict[str, Fraction]:
    """Say what one voter's share of an Equal Shares count went to, from nothing but their own ballot.

    Shapes: `marks` by project id, for a ranking its Borda points; the answer holds the winners that the voter paid for.
    """
    left, payments = outcome.share or Fraction(0), {}
    for project, price in outcome.prices.items():
        payment = min(left, price * max(marks.get(project, 0), 0))
        if payment:
            payments[project] = payment
            left -= payment
    return payments


def by_ties(ties: Sequence[TieBreak], projects: Sequence[Project], support: Sequence[int]) -> list[tuple[int, ...]]:
    """Give each project a key that sorts equals; no two are the same.

    Shapes: one number per entry of `ties`, and the place in the election at the end.
    """
    numbers = {
        TieBreak.COST: [project.cost for project in projects],
        TieBreak.SUPPORT: [-given for given in support],
        TieBreak.ORDER: list(range(len(projects))),
    }
    return list(zip(*(numbers[one] for one in (*ties, TieBreak.ORDER)), strict=True))


def break_tie(keys: Sequence[tuple[int, ...]], ties: Sequence[TieBreak], equals: Sequence[int]) -> tuple[int, TieBreak]:
    """Choose who goes first of at least two equals, and say by what. Shapes: `equals` are places in the election."""
    first, second = sorted(equals, key=lambda place: keys[place])[:2]
    deciding = next(number for number, (a, b) in enumerate(zip(keys[first], keys[second], strict=True)) if a != b)
    return first, (*ties, TieBreak.ORDER)[deciding]
