"""Learn from judged questions what the verdict's numbers mean, by logistic regression with a ridge: exact, no luck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONSTANT = "constant"
PENALTY = 1.0
N_FOLDS = 10
_STEPS = 50

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A judged question: the verdict's numbers, and whether the thing to be foretold was so.

    Shapes: cases of one `group` (a community, a family of questions) are foretold only by others; `weight` is 1 for a
    case that counts in full.
    """

    numbers: Mapping[str, float]
    so: bool
    group: str = ""
    weight: float = 1.0


def learn(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """Fit weights for the named numbers; the intercept is `constant`."""
    rows, so = _arrays(cases, names)
    counts = np.array([case.weight for case in cases], dtype=np.float64)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    standard = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    penalty = np.diag([*([PENALTY] * len(names)), 1e-6])
    weights = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-standard @ weights))
        slope = standard.T @ (counts * (chance - so)) + penalty @ weights
        curve = (standard.T * (counts * chance * (1 - chance))) @ standard + penalty
        weights -= np.linalg.solve(curve, slope)
    raw = weights[:-1] / spread
    return {CONSTANT: float(weights[-1] - raw @ mean), **{n: float(w) for n, w in zip(names, raw, strict=True)}}


def foretell(cases: Sequence[Case], weights: Mapping[str, float]) -> Floats:
    names = [n for n in weights if n != CONSTANT]
    rows, _ = _arrays(cases, names)
    result: Floats = 1 / (1 + np.exp(-(rows @ np.array([weights[n] for n in names]) + weights[CONSTANT])))
    return result


def folds(groups: Sequence[str]) -> list[list[int]]:
    """Split cases by number into at most `N_FOLDS` folds of whole groups, the largest groups first."""
    members: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group, []).append(number)
    found: list[list[int]] = [[] for _ in range(min(N_FOLDS, len(members)))]
    for group in sorted(members, key=lambda g: (-len(members[g]), g)):
        min(found, key=len).extend(members[group])
    return found


def cross_validate(cases: Sequence[Case], names: Sequence[str], unseen: Sequence[Case] | None = None) -> Floats:
    """Foretell each case of `unseen` (or each case) by weights learned from other groups."""
    asked = cases if unseen is None else unseen
    foretold = np.zeros(len(asked))
    for fold in folds([case.group for case in asked]):
        apart = {asked[n].group for n in fold}
        weights = learn([case for case in cases if case.group not in apart], names)
        foretold[fold] = foretell([asked[n] for n in fold], weights)
    return foretold


def _arrays(cases: Sequence[Case], names: Sequence[str]) -> tuple[Floats, Floats]:
    rows = np.array([[case.numbers[name] for name in names] for case in cases], dtype=np.float64)
    return rows, np.array([case.so for case in cases], dtype=np.float64)
