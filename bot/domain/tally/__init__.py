"""The count: ballots in, winners out. Pure, plain functions on values that can be pickled, for a worker.

`count` is the door. A count of many ballots takes seconds: whoever serves people meanwhile runs it elsewhere.
"""

from collections.abc import Callable, Sequence

from bot.domain.tally.equal_shares import equal_shares
from bot.domain.tally.greedy import greedy
from bot.domain.tally.model import (
    TIES,
    Ballots,
    Election,
    MarkKind,
    Outcome,
    Project,
    Rule,
    Standing,
    Tie,
    TieBreak,
    Vote,
    paid,
)

__all__ = [
    "TIES",
    "Ballots",
    "Election",
    "MarkKind",
    "Outcome",
    "Project",
    "Rule",
    "Standing",
    "Tie",
    "TieBreak",
    "Vote",
    "count",
    "equal_shares",
    "greedy",
    "paid",
]


def count(
    election: Election, rule: Rule, ties: Sequence[TieBreak] = TIES, *, watch: Callable[[], None] | None = None
) -> Outcome:
    """Count an election. `watch` is called at every step of a long count; what it raises ends the count.

    Errors: `tally.no_budget` if Equal Shares has nothing to share.
    """
    if rule is Rule.GREEDY:
        return greedy(election, ties)
    return equal_shares(election, ties, watch=watch)
