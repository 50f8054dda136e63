"""Most votes first; what does not fit into what is left of the budget is skipped."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.domain.tally import borda
from bot.domain.tally.model import TIES, Election, Outcome, Rule, Standing, Tie, TieBreak, break_tie, by_ties


def greedy(election: Election, ties: Sequence[TieBreak] = TIES) -> Outcome:
    """Count by most votes: approvals, points, or the Borda points of rankings are added up.

    A tie is reported where it decided: somebody who lost would have fitted before the others took their share.
    """
    support = borda.support(election)
    keys = by_ties(ties, election.projects, support)
    eligible = [place for place in range(len(support)) if support[place] >= election.least_support]
    eligible.sort(key=lambda place: (-support[place], keys[place]))
    winners: list[int] = []
    reported: list[Tie] = []
    for _, group in groupby(eligible, key=support.__getitem__):
        equals = list(group)
        fitted = [place for place in equals if fitting(election, [place], winners)]
        won = fitting(election, equals, winners)
        winners += won
        if lost := [place for place in equals if place in fitted and place not in won]:
            first, by = break_tie(keys, ties, (won[0], lost[0]))
            among = tuple(election.projects[place].id for place in sorted((*won, *lost)))
            reported.append(Tie(election.projects[first].id, among, by))
    return Outcome(
        rule=Rule.GREEDY,
        winners=tuple(election.projects[place].id for place in winners),
        spent=sum(election.projects[place].cost for place in winners),
        budget=election.budget,
        standings=standings(election, support),
        ties=tuple(reported),
    )


def fitting(election: Election, order: Iterable[int], winners: Sequence[int]) -> list[int]:
    """Take, in this order, whatever still fits beside the winners. Shapes: places in the election."""
    spent = sum(election.projects[place].cost for place in winners)
    room = len(election.projects) if election.n_winners is None else election.n_winners - len(winners)
    taken: list[int] = []
    for place in order:
        cost = election.projects[place].cost
        if len(taken) < room and (election.budget is None or spent + cost <= election.budget):
            taken.append(place)
            spent += cost
    return taken


def standings(election: Election, support: Sequence[int]) -> tuple[Standing, ...]:
    n_votes = election.ballots.times @ (election.ballots.marks > 0)
    return tuple(
        Standing(project.id, int(n), given)
        for project, n, given in zip(election.projects, n_votes, support, strict=True)
    )
