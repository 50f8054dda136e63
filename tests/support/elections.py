"""Elections in few words, and a count of Equal Shares so plain that it can be checked by eye."""

from fractions import Fraction

import numpy as np

from bot.domain.tally import Ballots, Election, MarkKind, Project


def election(costs, votes, budget, kind=MarkKind.APPROVAL, **others):
    """Costs by id, in whole units of money. Votes: for points a dict, otherwise the ids in one string or list."""
    places = {id_: place for place, id_ in enumerate(costs)}
    read = [tuple((places[id_], mark) for id_, mark in marks(vote, kind).items()) for vote in votes]
    projects = tuple(Project(id_, cost) for id_, cost in costs.items())
    return Election(projects, Ballots.of(read, len(costs)), kind, budget, **{"unit": 1, **others})


def marks(vote, kind):
    if kind is MarkKind.APPROVAL:
        return dict.fromkeys(vote, 1)
    return dict(vote) if kind is MarkKind.POINTS else {id_: place for place, id_ in enumerate(vote, start=1)}


def many(n_voters, n_projects=60, kind=MarkKind.APPROVAL, budget=1_000_000, seed=4):
    """Make an election of hromada size: popular and unpopular projects, five marks a ballot."""
    random = np.random.default_rng(seed)
    costs = random.integers(5_000, 150_000, n_projects)
    liking = np.log(random.random(n_projects) ** 2 + 0.02)
    chosen = np.argsort(liking + random.gumbel(size=(n_voters, n_projects)), axis=1)[:, -5:]
    values = {MarkKind.APPROVAL: (1, 1, 1, 1, 1), MarkKind.POINTS: (3, 2, 2, 2, 1), MarkKind.RANKING: range(1, 6)}
    votes = [tuple(zip(places, values[kind], strict=True)) for places in chosen.tolist()]
    projects = tuple(Project(str(place), int(cost)) for place, cost in enumerate(costs))
    return Election(projects, Ballots.of(votes, n_projects), kind, budget, unit=1)


def plain_equal_shares(costs, votes, budget, *, gain_is_cost):
    """Count voter by voter, step by step, in fractions; equals go in the order of `costs`. Votes: marks by id."""
    winners, share = _plain_run(costs, votes, Fraction(budget, len(votes)), gain_is_cost), Fraction(budget, len(votes))
    supported = {id_ for vote in votes for id_ in vote}
    while len(winners) < len(supported):
        share += 1
        more = _plain_run(costs, votes, share, gain_is_cost)
        if sum(costs[id_] for id_ in more) > budget:
            break
        winners = more
    return winners


def _plain_run(costs, votes, share, gain_is_cost):
    money, winners = [share] * len(votes), []
    while True:
        best = None
        for id_, cost in costs.items():
            gain = cost if gain_is_cost else 1
            rate = None if id_ in winners else _plain_rate(id_, cost, gain, votes, money)
            if rate is not None and (best is None or rate < best[0]):
                best = rate, id_, gain
        if best is None:
            return winners
        rate, id_, gain = best
        winners.append(id_)
        money = [left - min(left, rate * gain * vote.get(id_, 0)) for left, vote in zip(money, votes, strict=True)]


def _plain_rate(id_, cost, gain, votes, money):
    """Try, for every supporter, that exactly those with less money per mark give all they have."""
    able = sorted((left / vote[id_], left, vote[id_]) for left, vote in zip(money, votes, strict=True) if id_ in vote)
    for number, (limit, _, _) in enumerate(able):
        open_ = cost - sum(left for _, left, _ in able[:number])
        rate = Fraction(open_) / (gain * sum(mark for _, _, mark in able[number:]))
        if rate * gain <= limit:
            return rate
    return None
