"""Equal Shares by hand, against a plain count voter by voter, and under load."""

import pickle
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.tally import MarkKind, Rule, Tie, TieBreak, count, equal_shares, paid
from bot.domain.tally.purchases import Purchases
from bot.domain.tally.supporters import electorate
from tests.support.elections import election, many, plain_equal_shares

COSTS = {"park": 60, "road": 50, "well": 30, "club": 10}


def test_a_minority_gets_its_share_where_most_votes_would_take_all():
    """20 each. The four pay 15 each for the park and cannot pay the road any more; the two pay their well."""
    votes = [["park", "road"]] * 4 + [["well"]] * 2
    both = election({"park": 60, "road": 60, "well": 40}, votes, 120)
    assert count(both, Rule.GREEDY).winners == ("park", "road")
    outcome = equal_shares(both)
    assert outcome.winners == ("park", "well")
    assert (outcome.spent, outcome.budget) == (100, 120)


def test_who_has_too_little_gives_all_and_the_others_share_the_rest():
    """30 each. The park costs its four 20 each. For the well two have 10 left, and the last one pays 25."""
    votes = [["park", "well"], ["park", "well"], ["park"], ["park"], ["well"]]
    outcome = equal_shares(election({"park": 80, "well": 45}, votes, 150))
    assert outcome.winners == ("park", "well")
    assert outcome.share == 30
    assert outcome.prices == {"park": 20, "well": 25}
    assert paid(outcome, {"park": 1, "well": 1}) == {"park": 20, "well": 10}
    assert paid(outcome, {"park": 1}) == {"park": 20}
    assert paid(outcome, {"well": 1}) == {"well": 25}
    park, well = outcome.standings
    assert (park.effective, well.effective) == (4, Fraction(45, 25))
    assert (park.money_left, well.money_left) == (20, 5)


def test_add1_goes_on_until_the_next_step_would_overspend():
    """Shares of 10 buy nothing. With 15 the two can have the well; with 30 the club would overspend."""
    votes = [["well"], ["well"], ["club"]]
    outcome = equal_shares(election({"well": 30, "club": 30}, votes, 30))
    assert (outcome.winners, outcome.share) == (("well",), 29)


def test_add1_does_not_stop_as_soon_as_nothing_more_fits():
    """With 30 each the two take the well, and nothing more fits. With 34 the three take the park before it."""
    votes = [["well", "park"], ["well", "park"], ["park"], []]
    outcome = equal_shares(election({"well": 60, "park": 100}, votes, 100))
    assert (outcome.winners, outcome.share) == (("park",), 63)


def test_the_unit_of_money_is_the_step():
    votes = [["well"], ["well"], ["club"]]
    in_kopiykas = election({"well": 3000, "club": 3000}, votes, 3000, unit=100)
    assert equal_shares(in_kopiykas).share == 2900


def test_what_is_left_is_filled_only_if_the_rule_says_so():
    votes = [["park"]] * 3 + [["road"]]
    costs = {"park": 60, "road": 40, "club": 10}
    assert equal_shares(election(costs, votes, 75, least_support=0)).winners == ("park",)
    assert equal_shares(election(costs, votes, 75, least_support=0), fill=True).winners == ("park", "club")
    assert equal_shares(election(costs, votes, 75), fill=True).winners == ("park",)


def test_points_buy_what_gives_most_points_for_the_money():
    votes = [{"park": 3, "club": 1}, {"park": 3, "club": 1}]
    outcome = equal_shares(election({"park": 60, "club": 10}, votes, 60, MarkKind.POINTS))
    assert outcome.winners == ("club",)
    assert outcome.prices == {"club": 5}


def test_rankings_count_by_their_borda_points():
    votes = [["park", "club"], ["park", "club"]]
    outcome = equal_shares(election({"park": 15, "club": 10}, votes, 15, MarkKind.RANKING))
    assert outcome.winners == ("park",)
    assert outcome.prices == {"park": Fraction(15, 4)}


def test_negative_points_are_no_support():
    outcome = equal_shares(election({"park": 10}, [{"park": 5}, {"park": -1}], 10, MarkKind.POINTS))
    assert outcome.winners == ("park",)
    assert paid(outcome, {"park": -1}) == {}


def test_ties_are_broken_as_said_and_told():
    votes = [["park", "road"], ["park", "road"], ["well"]]
    same = election({"park": 40, "road": 30, "well": 30}, votes, 60)
    cheaper, first = equal_shares(same), equal_shares(same, (TieBreak.ORDER,))
    assert cheaper.winners[0] == "road"
    assert cheaper.ties[0] == Tie("road", ("park", "road"), TieBreak.COST)
    assert first.winners[0] == "park"


@pytest.mark.parametrize("rule", Rule)
def test_nothing_affordable_no_votes_one_project(rule):
    assert count(election({"park": 60}, [["park"]], 50), rule).winners == ()
    assert count(election({"park": 60}, [], 50), rule).winners == ()
    assert count(election({"park": 60}, [[], []], 60), rule).winners == ()
    assert count(election({"park": 60}, [["park"], []], 60), rule).winners == ("park",)
    assert count(election({"gift": 0}, [["gift"]], 0), rule).winners == ("gift",)


def test_without_a_budget_there_is_nothing_to_share():
    with pytest.raises(DomainError, match=r"tally\.no_budget"):
        equal_shares(election(COSTS, [["park"]], None))


def test_a_million_steps_in_which_nothing_happens_are_skipped():
    votes = [["park"], ["road"], ["road"]]
    far = election({"park": 900_000_000, "road": 3}, votes, 3_000_000, unit=1)
    begin = time.perf_counter()
    outcome = equal_shares(far)
    assert time.perf_counter() - begin < 1
    assert (outcome.winners, outcome.share) == (("road",), 899_999_999)


def test_a_count_can_be_stopped_and_sent_to_another_process():
    def stop():
        raise KeyboardInterrupt

    small = pickle.loads(pickle.dumps(election(COSTS, [["park"], ["well"]], 100)))
    with pytest.raises(KeyboardInterrupt):
        equal_shares(small, watch=stop)
    outcome = count(small, Rule.EQUAL_SHARES)
    assert pickle.loads(pickle.dumps(outcome)) == outcome


IDS = "abcdef"
MONEY = st.one_of(st.integers(1, 60), st.sampled_from([10, 20, 30]))  # equal costs make ties


@st.composite
def elections(draw, kind):
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    costs = {id_: draw(MONEY) for id_ in ids}
    mark = st.just(1) if kind is MarkKind.APPROVAL else st.integers(1, 4)
    votes = draw(st.lists(st.dictionaries(st.sampled_from(ids), mark), min_size=1, max_size=8))
    return costs, votes, draw(st.integers(1, sum(costs.values()) + 10))


@pytest.mark.parametrize("kind", [MarkKind.APPROVAL, MarkKind.POINTS])
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_equals_the_plain_count(kind, data):
    costs, votes, budget = data.draw(elections(kind))
    outcome = equal_shares(election(costs, votes, budget, kind), (TieBreak.ORDER,))
    assert list(outcome.winners) == plain_equal_shares(costs, votes, budget, gain_is_cost=kind is MarkKind.APPROVAL)
    payments = [paid(outcome, vote) for vote in votes]
    assert sum(sum(one.values()) for one in payments) == outcome.spent <= budget
    assert all(sum(one.values()) <= outcome.share for one in payments)


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_every_step_that_is_skipped_would_have_changed_nothing(data):
    costs, votes, budget = data.draw(elections(MarkKind.APPROVAL))
    small = election(costs, votes, budget)
    voters, outcome = electorate(small, (TieBreak.ORDER,)), equal_shares(small, (TieBreak.ORDER,))
    start = Fraction(budget, len(votes))
    spent = [Purchases(voters, start + step).buy_all().spent for step in range(int(outcome.share - start) + 2)]
    assert max(spent[:-1]) <= budget
    assert spent[-1] > budget or len(outcome.winners) == len(voters.candidates)


@pytest.mark.parametrize("kind", MarkKind)
@pytest.mark.parametrize("rule", Rule)
def test_a_hundred_thousand_ballots_take_seconds(rule, kind):
    big = many(100_000, kind=kind)
    begin = time.perf_counter()
    outcome = count(big, rule)
    assert time.perf_counter() - begin < 20
    assert 0 < outcome.spent <= outcome.budget
    assert big.ballots.n_voters == 100_000
