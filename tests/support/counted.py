"""Rounds that were counted, in few words."""

from datetime import timedelta

from bot.domain.people import Actor, Locale, Role
from bot.domain.published import Published
from bot.domain.results import EqualBallots, count_all, election_of, results_of
from bot.domain.rounds import Option, Phase, Round, Sheet, Trust
from tests.support.house import DESK, NOON

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


async def cast(house, key, *votes, district=None):
    """Let a new voter choose each set of options, by their places from 0; return their receipts."""
    services, receipts = house.app.services, []
    sheet = (await services.rounds.view(DESK, key)).sheet
    for number, places in enumerate(votes):
        actor = await services.people.consent(Actor(10_000 + 100 * key + number, Locale.UK), Locale.UK)
        if district is not None:
            await services.ballots.live_in(actor, key, district)
        for place in places:
            paper = await services.ballots.choose(actor, key, sheet.options[place].id, 1)
        receipts.append(paper.ballot.code)
    return receipts


async def make_void(house, key, code):
    """Let one of the staff propose it and another one grant it."""
    services = house.app.services
    for number in (1, 2):
        await services.people.grant(number, Role.STAFF)
        await services.people.consent(Actor(number, Locale.UK, Role.STAFF), Locale.UK)
    first, second = [await services.people.recognise(number, None) for number in (1, 2)]
    proposed = await services.disputes.propose(first, key, "bought", receipt=code)
    await services.disputes.decide(second, proposed, granted=True)
