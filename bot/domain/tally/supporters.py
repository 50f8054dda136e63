"""Who supports what, as arrays: the same for every run of a count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.tally import borda
from bot.domain.tally.model import Election, MarkKind, Marks, TieBreak, by_ties

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A project that somebody supports, and by whom.

    Shapes: `rows` of the ballots that support it, and for each of them its mark, its voters (`times`), and both
    multiplied (`weight`); `total` is the sum of the weights.
    Units: `gain` is what one mark gains: the cost for approvals, 1 for points.
    """

    place: int
    cost: int
    gain: int
    rows: Rows
    marks: Floats
    times: Floats
    weight: Floats
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Electorate:
    """All candidates and ballots. Shapes: `points` and `times` as in `Ballots`; `support` and `keys` by project."""

    candidates: tuple[Candidate, ...]
    points: Marks
    times: npt.NDArray[np.int64]
    support: Sequence[int]
    keys: Sequence[tuple[int, ...]]
    ties: Sequence[TieBreak]


def electorate(election: Election, ties: Sequence[TieBreak]) -> Electorate:
    """Find who supports what; negative points are no support."""
    points, times, support = borda.points(election), election.ballots.times, borda.support(election)
    candidates = []
    for place, project in enumerate(election.projects):
        rows = np.flatnonzero(points[:, place] > 0)
        if len(rows) and support[place] >= election.least_support:
            gain = project.cost if election.kind is MarkKind.APPROVAL else 1
            marks, voters = points[rows, place].astype(float), times[rows].astype(float)
            weight = marks * voters
            candidates.append(
                Candidate(place, project.cost, gain, rows, marks, voters, weight, total=int(weight.sum()))
            )
    keys = by_ties(ties, election.projects, support)
    return Electorate(tuple(candidates), points, times, support, keys, ties)
