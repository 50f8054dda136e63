"""The Method of Equal Shares with Add1 completion.

Source: Peters, Pierczyński, Skowron, Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021), and
equalshares.net.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from bot.domain.errors import DomainError
from bot.domain.tally.greedy import fitting, standings
from bot.domain.tally.model import TIES, Election, Outcome, Rule, TieBreak
from bot.domain.tally.purchases import Purchases
from bot.domain.tally.supporters import Electorate, electorate


def equal_shares(
    election: Election,
    ties: Sequence[TieBreak] = TIES,
    *,
    fill: bool = False,
    watch: Callable[[], None] | None = None,
) -> Outcome:
    """Give every voter the same share of the budget and let supporters buy projects together.

    The project goes first whose supporters pay least for what they gain: for approvals its cost (`Cost_Sat` of
    pabutools; so it is the one with most supporters who can still pay), for points and the Borda points of rankings the
    points (`Additive_Cardinal_Sat`). Everybody pays the same for a mark, or all they have left.

    Add1: every share grows by one unit of the currency while the winners fit the budget, until the next step would
    overspend; only that reproduces Wieliczka 2023. `fill` then adds what still fits, most votes first, which
    Wieliczka did not.

    Errors: `tally.no_budget`.
    """
    if election.budget is None:
        raise DomainError("tally.no_budget")
    voters = electorate(election, ties)
    bought = _add1(election, election.budget, voters, watch or (lambda: None)) if len(voters.times) else None
    winners = [one.place for one in bought.winners] if bought else []
    if fill:
        order = sorted(range(len(voters.support)), key=lambda place: (-voters.support[place], voters.keys[place]))
        others = [p for p in order if p not in winners and voters.support[p] >= election.least_support]
        winners += fitting(election, others, winners)
    outcome = Outcome(
        rule=Rule.EQUAL_SHARES,
        winners=tuple(election.projects[place].id for place in winners),
        spent=sum(election.projects[place].cost for place in winners),
        budget=election.budget,
        standings=standings(election, voters.support),
    )
    return _explained(outcome, voters, bought) if bought else outcome


def _add1(election: Election, budget: int, voters: Electorate, watch: Callable[[], None]) -> Purchases:
    """Raise the shares step by step, and by many steps at once where nothing can happen in between.

    Two runs with the same `trace` made the same comparisons with the same results. While they do, every amount in
    them is a linear function of the share, so what holds at both ends holds in between.
    """

    def run(n_steps: int) -> Purchases:
        watch()
        return Purchases(voters, Fraction(budget, election.ballots.n_voters) + n_steps * election.unit).buy_all()

    n_steps, stride, reached = 0, 1, run(0)
    while len(reached.winners) < len(voters.candidates):
        ahead = run(n_steps + stride)
        same = ahead.trace == reached.trace
        if stride > 1 and not same:
            stride //= 2
            continue
        if ahead.spent > budget:
            break
        n_steps, reached = n_steps + stride, ahead
        stride = 2 * stride if same else 1
    return reached


def _explained(outcome: Outcome, voters: Electorate, bought: Purchases) -> Outcome:
    """Add to an outcome who paid what for it."""
    ids = [standing.project for standing in outcome.standings]
    prices = {ids[one.place]: price for one, price in zip(bought.winners, bought.prices(), strict=True)}
    effective = {ids[one.place]: one.cost / prices[ids[one.place]] for one in bought.winners if one.cost}
    left = {ids[one.place]: bought.money_behind(one) for one in voters.candidates}
    return replace(
        outcome,
        standings=tuple(
            replace(one, effective=effective.get(one.project), money_left=left.get(one.project, Fraction(0)))
            for one in outcome.standings
        ),
        ties=tuple(bought.ties_met(ids)),
        share=bought.share,
        prices=prices,
    )
