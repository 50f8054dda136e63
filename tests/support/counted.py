"""Rounds that were counted, in few words."""

from datetime import timedelta

from bot.domain.published import Published
from bot.domain.results import EqualBallots, count_all, election_of, results_of
from bot.domain.rounds import Option, Phase, Round, Sheet, Trust
from tests.support.house import NOON

HOSTILE = (
    "=cmd()|' /C calc'!A0",
    "<script>alert(1)</script>&amp;",
    '+38(050) «Ґанок», "лапки"; крапка з комою',
    "Дуже довга назва " + "ї" * 103,
)


def sheet(options=("Парк", "Дорога", "Школа"), costs=None, **fields):
    """Options are numbered from 1; `costs` in hryvnias."""
    costs = costs or [None] * len(options)
    made = tuple(
        Option(number, 12, number - 1, title, cost_kop=None if cost is None else cost * 100)
        for number, (title, cost) in enumerate(zip(options, costs, strict=True), 1)
    )
    times = {"announced_at": NOON - timedelta(days=9), "opens_at": NOON - timedelta(days=8), "closes_at": NOON}
    return Sheet(Round(12, "zhytomyr", **{"title": "Пріоритети", "question": "Що зробити?", **times, **fields}), made)


def ballots(*groups):
    """Each group is (choices, how many) or (choices, how many, level, district); choices as a string of numbers."""
    return [EqualBallots(_choices(c), *_rest(*others)) for c, *others in groups]


def _choices(chosen):
    return {int(one): 1 for one in chosen} if isinstance(chosen, str) else chosen


def _rest(n, trust=Trust.ACCOUNT, district=None):
    return trust, district, n


def published(of=None, cast=(("12", 10), ("2", 7)), n_void=0):
    of = of or sheet()
    cast = ballots(*cast)
    outcomes = count_all(election_of(of, cast))
    return Published(of, Phase.RESULTS, results_of(of, cast, n_void, outcomes), NOON, "ab" * 32)


def with_election(of, cast):
    """Return what is published and what is exported."""
    return published(of, cast), election_of(of, ballots(*cast))
