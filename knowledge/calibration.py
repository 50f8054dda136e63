"""Learn the verdict's weights from graded questions: logistic regression, and its cross-validation."""

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
    """A judged question: the verdict's numbers, and whether the thing to be foretold was so."""

    numbers: Mapping[str, float]
    so: bool


def learn(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """Fit weights for the named numbers; the intercept is `constant`."""
    rows, so = _arrays(cases, names)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    standard = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    penalty = np.diag([*([PENALTY] * len(names)), 1e-6])
    weights = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-standard @ weights))
        slope = standard.T @ (chance - so) + penalty @ weights
        curve = (standard.T * (chance * (1 - chance))) @ standard + penalty
        weights -= np.linalg.solve(curve, slope)
    raw = weights[:-1] / spread
    return {CONSTANT: float(weights[-1] - raw @ mean), **{n: float(w) for n, w in zip(names, raw, strict=True)}}


def foretell(cases: Sequence[Case], weights: Mapping[str, float]) -> Floats:
    names = [n for n in weights if n != CONSTANT]
    rows, _ = _arrays(cases, names)
    result: Floats = 1 / (1 + np.exp(-(rows @ np.array([weights[n] for n in names]) + weights[CONSTANT])))
    return result


def cross_validate(cases: Sequence[Case], names: Sequence[str], seed: int = 0) -> Floats:
    """Foretell each case by weights that have not seen it."""
    order = np.random.default_rng(seed).permutation(len(cases))
    foretold = np.zeros(len(cases))
    for fold in np.array_split(order, N_FOLDS):
        unseen = set(fold.tolist())
        weights = learn([c for n, c in enumerate(cases) if n not in unseen], names)
        foretold[fold] = foretell([cases[n] for n in fold], weights)
    return foretold


def _arrays(cases: Sequence[Case], names: Sequence[str]) -> tuple[Floats, Floats]:
    rows = np.array([[case.numbers[name] for name in names] for case in cases], dtype=np.float64)
    return rows, np.array([case.so for case in cases], dtype=np.float64)
