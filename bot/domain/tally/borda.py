"""Borda: what a place in a ranking is worth."""

import numpy as np
import numpy.typing as npt

from bot.domain.tally.model import Election, MarkKind, Marks


def points_of_places(places: Marks, first_place: int | None = None) -> npt.NDArray[np.int64]:
    """Turn places (1 is the first, 0 is none) into points; each place is worth one less than the one before it.

    Units: `first_place` points for the first; as many as the ballot ranks projects if it is None. Never below 0.
    """
    wide = places.astype(np.int64)
    tops = wide.max(axis=1, keepdims=True, initial=0) if first_place is None else first_place
    return np.where(wide > 0, np.maximum(tops + 1 - wide, 0), 0)


def points(election: Election) -> Marks:
    """Read the ballots as points, whatever their kind. Shapes: as `Ballots.marks`."""
    marks = election.ballots.marks
    return points_of_places(marks, election.first_place) if election.kind is MarkKind.RANKING else marks


def support(election: Election) -> list[int]:
    """Add up what each project got."""
    return [int(given) for given in election.ballots.times @ points(election).astype(np.int64, copy=False)]
