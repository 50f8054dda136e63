"""Whatever order taps come in, however often, from however many phones: what counts is the last state."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ballots import choose
from bot.domain.errors import NotAllowed
from bot.domain.rounds import BallotKind, OptionClass
from bot.domain.tally import Rule
from tests.support.house import FakeClock
from tests.support.polls import OPERATOR, open_polls, option

VOTERS = (701, 702, 703)
FIELDS = {"limit": 3, "classes": (OptionClass("Великі", 2), OptionClass("Малі", 1)), "budget_kop": 600}
OPTIONS = tuple(option(f"Варіант {number}", cost_kop=100 * number, option_class=number % 2) for number in range(1, 6))

taps = st.tuples(st.just("tap"), st.sampled_from(VOTERS), st.integers(0, 4), st.integers(0, 3))
again = st.tuples(st.just("again"))
phones = st.tuples(st.just("at once"), st.lists(taps, min_size=2, max_size=6))
withdrawals = st.tuples(st.just("withdraw"), st.sampled_from(VOTERS))
words = st.tuples(st.just("correct"), st.text("абв", min_size=1, max_size=5))
acts = st.lists(
    st.one_of(taps, taps, taps, again, phones, withdrawals, words, st.just(("restart",)), st.just(("move",))),
    max_size=25,
)


@dataclass
class Expected:
    """What is chosen, said without a database. `n_changes` by voter."""

    sheet: object
    chosen: dict = field(default_factory=lambda: {voter: {} for voter in VOTERS})
    n_changes: Counter = field(default_factory=Counter)

    def tap(self, voter, place, value):
        try:
            after = choose(self.sheet, self.chosen[voter], self.sheet.options[place].id, value)
        except NotAllowed:
            return
        self.set(voter, after)

    def set(self, voter, after):
        self.n_changes[voter] += after != self.chosen[voter]
        self.chosen[voter] = after


class Lives:
    """The bot in two processes over one file, each of which ends and begins anew."""

    def __init__(self, path, stack):
        self._path, self._stack = path, stack
        self.clock = FakeClock()
        self.polls = self.other = None
        self.people = {}

    async def begin(self):
        self._both = await self._stack.enter_async_context(AsyncExitStack())
        self.polls, self.other = [
            await self._both.enter_async_context(open_polls(self._path, self.clock)) for _ in range(2)
        ]

    async def restart(self):
        await self._both.aclose()
        await self.begin()

    async def tap(self, key, voter, option_, value):
        try:
            return await self.polls.services.ballots.choose(self.people[voter], key, option_, value)
        except NotAllowed:
            return await self.polls.services.ballots.open(self.people[voter], key)


async def live(path, kind, deeds):
    async with AsyncExitStack() as stack:
        lives = Lives(path, stack)
        await lives.begin()
        lives.people = {voter: await lives.polls.voter(voter) for voter in VOTERS}
        key = await lives.polls.round(options=OPTIONS, ballot=kind, **FIELDS)
        sheet = (await lives.polls.services.rounds.view(OPERATOR, key)).sheet
        expected, last = Expected(sheet), None
        for deed in deeds:
            match deed:
                case "tap", voter, place, value:
                    last = deed
                    paper = await lives.tap(key, voter, sheet.options[place].id, value)
                    expected.tap(voter, place, value)
                    assert paper.choices == expected.chosen[voter]
                case ("again",) if last:
                    _, voter, place, value = last
                    await lives.tap(key, voter, sheet.options[place].id, value)
                    expected.tap(voter, place, value)
                case "at once", several:
                    await asyncio.gather(*(lives.tap(key, v, sheet.options[p].id, n) for _, v, p, n in several))
                    for _, voter, place, value in several:
                        expected.tap(voter, place, value)
                case "withdraw", voter:
                    await lives.polls.services.ballots.withdraw(lives.people[voter], key)
                    expected.set(voter, {})
                case "correct", words_:
                    await lives.other.services.rounds.change_option(OPERATOR, key, sheet.options[0].id, details=words_)
                case ("restart",):
                    await lives.restart()
                case ("move",):
                    lives.polls, lives.other = lives.other, lives.polls
            await agree(lives, key, expected)
        await count(lives, key, expected)


async def agree(lives, key, expected):
    polls = lives.polls
    for voter in VOTERS:
        paper = await polls.services.ballots.open(lives.people[voter], key)
        assert paper.choices == expected.chosen[voter]
        assert (paper.ballot.version if paper.ballot else 0) == expected.n_changes[voter]
    assert await polls.services.counting.n_ballots(key) == sum(map(bool, expected.chosen.values()))
    assert len(await polls.cast(key)) == len(+expected.n_changes)


async def count(lives, key, expected):
    lives.clock.pass_(days=4)
    await lives.polls.timers.tick()
    outcome = (await lives.polls.services.counting.results(key)).results.outcomes[Rule.GREEDY]
    wanted = Counter(option_ for chosen in expected.chosen.values() for option_ in chosen)
    assert {int(one.project): one.n_votes for one in outcome.standings if one.n_votes} == wanted


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(BallotKind), deeds=acts)
def test_the_last_state_counts(tmp_path_factory, kind, deeds):
    asyncio.run(live(tmp_path_factory.mktemp("lives") / "viche.sqlite3", kind, deeds))


async def test_two_rounds_at_once_have_nothing_in_common(polls):
    one, two = await polls.round(3), await polls.round(3)
    olena = await polls.voter(701)
    choose_ = polls.services.ballots.choose
    first, second = await polls.options(one), await polls.options(two)
    a, b = await asyncio.gather(choose_(olena, one, first[0], 1), choose_(olena, two, second[1], 1))
    assert (a.choices, b.choices) == ({first[0]: 1}, {second[1]: 1})
    assert a.ballot.receipt != b.ballot.receipt
    assert set(await polls.cast(one)).isdisjoint(await polls.cast(two)), "the same voter has two names"
    await polls.services.ballots.withdraw(olena, one)
    assert (await polls.services.ballots.open(olena, two)).choices == {second[1]: 1}


async def test_a_correction_by_the_command_line_is_seen_at_the_next_tap(polls):
    """Sheets are kept in memory; another process changes the words, then ends the round."""
    key = await polls.round(3)
    olena, options = await polls.voter(701), await polls.options(key)
    await polls.services.ballots.choose(olena, key, options[0], 1)
    async with open_polls(polls.path, polls.clock) as cli:
        await cli.services.rounds.change_option(OPERATOR, key, options[1], title="Нова назва")
        paper = await polls.services.ballots.choose(olena, key, options[1], 1)
        assert paper.sheet.by_id[options[1]].title == "Нова назва"
        later = polls.clock.now.replace(day=30)
        await cli.services.rounds.extend(OPERATOR, key, later, "Не було світла")
        assert (await polls.services.ballots.open(olena, key)).round.closes_at == later
