"""What is shown of a round: the same after a trip through the database, and nothing that tells of one person."""

import json
import subprocess
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hiding import SMALLEST, hide_small
from bot.domain.results import (
    EqualBallots,
    count_all,
    election_of,
    fingerprint,
    from_json,
    rare_levels,
    receipts_list,
    results_of,
    to_json,
)
from bot.domain.rounds import BallotKind, District, Option, Round, Sheet, Trust
from bot.domain.tally import Rule

OPTIONS = tuple(Option(20 + number, 1, number, f"Варіант {number}", cost_kop=100 * (number + 1)) for number in range(5))
KINDS = st.sampled_from([BallotKind.APPROVAL, BallotKind.POINTS, BallotKind.RANKING, BallotKind.KNAPSACK])
DISTRICTS = (District("Центр"), District("Хутір"), District("Село"))


@st.composite
def elections(draw):
    kind = draw(KINDS)
    budget_kop = draw(st.sampled_from([None, 700]))
    sheet = Sheet(
        Round(1, "zhytomyr", "Т", ballot=kind, districts=DISTRICTS, budget_kop=budget_kop, n_winners=2), OPTIONS
    )
    cast = []
    for _ in range(draw(st.integers(0, 12))):
        chosen = draw(st.lists(st.sampled_from([one.id for one in OPTIONS]), unique=True, min_size=1, max_size=3))
        marks = range(1, 4) if kind is BallotKind.RANKING else draw(st.tuples(*[st.integers(1, 3)] * 3))
        values = marks if kind in (BallotKind.RANKING, BallotKind.POINTS) else (1, 1, 1)
        choices = dict(zip(chosen, values, strict=False))
        district = draw(st.integers(0, len(DISTRICTS) - 1))
        cast.append(EqualBallots(choices, draw(st.sampled_from(Trust)), district, draw(st.integers(1, 9))))
    return sheet, cast


@given(elections(), st.integers(0, 5))
def test_results_come_back_from_json_as_they_were(election, n_void):
    sheet, cast = election
    results = results_of(sheet, cast, n_void, count_all(election_of(sheet, cast)))
    assert from_json(json.loads(json.dumps(to_json(results)))) == results


@given(elections())
def test_numbers_add_up(election):
    sheet, cast = election
    results = results_of(sheet, cast, 0, count_all(election_of(sheet, cast)))
    n_ballots = sum(one.n for one in cast)
    assert (
        results.n_ballots == sum(level.n_ballots for level in results.levels) == sum(results.by_district) == n_ballots
    )
    assert set(results.outcomes) == (set(Rule) if sheet.round.budget_kop else {Rule.GREEDY})
    standings = {int(one.project): one.n_votes for one in results.outcomes[Rule.GREEDY].standings}
    hidden = [level for level in results.levels if level.n_votes is None]
    shown = [level for level in results.levels if level.n_votes is not None]
    for option, n_votes in standings.items():
        rest = n_votes - sum(level.n_votes[option] for level in shown)
        assert 0 <= rest <= sum(level.n_ballots for level in hidden)


@given(st.lists(st.integers(0, 12), max_size=8))
def test_small_numbers_cannot_be_told_from_the_sum(numbers):
    shown = hide_small(numbers)
    hidden = [number for number, seen in zip(numbers, shown, strict=True) if seen is None]
    assert [seen for seen in shown if seen is not None] == [
        number for number, seen in zip(numbers, shown, strict=True) if seen is not None
    ]
    assert not any(0 < seen < SMALLEST for seen in shown if seen is not None)
    assert 0 not in hidden
    everything_is_hidden = not any(shown)
    assert not hidden or (len(hidden) > 1 and sum(hidden) >= SMALLEST) or everything_is_hidden
    if not any(0 < number < SMALLEST for number in numbers):
        assert shown == numbers


def test_examples_of_what_is_hidden():
    assert hide_small([100, 3, 40, 7]) == [100, None, 40, None]
    assert hide_small([1, 1, 100, 200]) == [None, None, None, 200]
    assert hide_small([4, 4, 100]) == [None, None, 100]
    assert hide_small([3, 0, 0]) == [None, 0, 0]
    assert hide_small([5, 5]) == [5, 5]


def test_levels_of_few_are_not_told_apart():
    assert rare_levels({Trust.ACCOUNT: 300, Trust.PHONE: 40, Trust.CONFIRMED: 1}) == {Trust.PHONE, Trust.CONFIRMED}
    assert rare_levels({Trust.ACCOUNT: 300, Trust.PHONE: 40}) == set()


def test_ballots_that_are_the_same_count_as_often_as_they_are():
    sheet = Sheet(Round(1, "zhytomyr", "Т"), OPTIONS)
    cast = [EqualBallots({20: 1, 22: 1}, Trust.ACCOUNT, None, 3), EqualBallots({22: 1}, Trust.PHONE, None, 2)]
    standings = count_all(election_of(sheet, cast))[Rule.GREEDY].standings
    assert {one.project: one.n_votes for one in standings if one.n_votes} == {"20": 3, "22": 5}


def test_fractions_stay_exact():
    sheet = Sheet(Round(1, "zhytomyr", "Т", budget_kop=700), OPTIONS)
    cast = [EqualBallots({20: 1, 21: 1, 22: 1}, Trust.ACCOUNT, None, 3)]
    results = results_of(sheet, cast, 0, count_all(election_of(sheet, cast)))
    assert isinstance(from_json(json.loads(json.dumps(to_json(results)))).outcomes[Rule.EQUAL_SHARES].share, Fraction)


def test_the_list_of_receipts_is_plain_and_can_be_hashed_by_anybody():
    content = receipts_list([("0123456789", 4, None), ("K7MQ2X9P4R", 2, "bought")])
    assert content == b"01234-56789-4 counted\nK7MQ2-X9P4R-2 void: bought\n"
    assert (
        fingerprint(content)
        == subprocess.run(["sha256sum"], input=content, capture_output=True, check=True).stdout.decode().split()[0]
    )
