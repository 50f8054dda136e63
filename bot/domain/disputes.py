"""Doubts about ballots: what staff are shown, what they propose, what voters say against it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Void:
    """A proposal to make ballots void: the one with a `receipt`, or all that came over an invitation (`via`).

    Shapes: `granted` is None until a second person decides.
    """

    id: int
    round: int
    receipt: str | None
    via: str | None
    reason: str
    proposed_by: int
    proposed_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """A voter's word against a void; `granted` is None until staff decide."""

    round: int
    receipt: str
    text: str
    appealed_at: datetime
    decided_by: int | None = None
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something for staff to look at. `source` is an invitation for a burst, or a voter nobody can name."""

    round: int
    kind: str
    source: str
    n_times: int
    raised_at: datetime
