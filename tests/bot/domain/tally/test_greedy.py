"""Most votes first, skipping what does not fit; ties; limits."""

import pytest

from bot.domain.tally import Ballots, MarkKind, Rule, TieBreak, count, greedy
from tests.support.elections import election

COSTS = {"park": 60, "road": 50, "well": 30, "club": 10}


def test_what_does_not_fit_is_skipped():
    votes = [["park"], ["park"], ["park"], ["road"], ["road", "well"], ["well", "club"], ["club"]]
    outcome = greedy(election(COSTS, votes, 100))
    assert outcome.winners == ("park", "club", "well")
    assert (outcome.spent, outcome.budget, outcome.rule) == (100, 100, Rule.GREEDY)
    assert [one.n_votes for one in outcome.standings] == [3, 2, 2, 2]


def test_a_tie_at_the_line_goes_to_the_cheaper_and_is_told():
    outcome = greedy(election({"road": 50, "well": 30}, [["road"], ["well"]], 60))
    assert outcome.winners == ("well",)
    assert [(tie.first, tie.among, tie.by) for tie in outcome.ties] == [("well", ("road", "well"), TieBreak.COST)]


def test_the_tie_break_is_the_rounds():
    outcome = greedy(election({"road": 50, "well": 30}, [["road"], ["well"]], 60), (TieBreak.ORDER,))
    assert outcome.winners == ("road",)
    assert outcome.ties[0].by is TieBreak.ORDER


def test_equals_of_the_same_cost_go_in_the_order_of_the_round():
    outcome = greedy(election({"b": 50, "a": 50}, [["a"], ["b"]], 60))
    assert outcome.winners == ("b",)
    assert outcome.ties[0].by is TieBreak.ORDER


@pytest.mark.parametrize(("budget", "winners"), [(100, ("well", "road")), (40, ("well",)), (20, ())])
def test_equals_are_no_tie_where_their_order_decides_nothing(budget, winners):
    outcome = greedy(election({"road": 50, "well": 30}, [["road"], ["well"]], budget))
    assert (outcome.winners, outcome.ties) == (winners, ())


def test_nobody_wins_without_support():
    assert greedy(election(COSTS, [["park"]], 1000)).winners == ("park",)
    assert greedy(election(COSTS, [["park"]], 1000, least_support=0)).winners == ("park", "club", "well", "road")
    assert greedy(election(COSTS, [["park"], ["park"], ["road"]], 1000, least_support=2)).winners == ("park",)


def test_no_votes_no_winners():
    outcome = greedy(election(COSTS, [], 100))
    assert (outcome.winners, outcome.spent, [one.support for one in outcome.standings]) == ((), 0, [0, 0, 0, 0])


def test_without_a_budget_votes_alone_rank():
    votes = [["well"], ["well"], ["club"]]
    assert greedy(election(COSTS, votes, None)).winners == ("well", "club")
    outcome = greedy(election(COSTS, [*votes, ["park"]], None, n_winners=2))
    assert outcome.winners == ("well", "club")
    assert outcome.ties[0].among == ("park", "club")


def test_points_are_added_up_and_negative_ones_count_against():
    votes = [{"park": 5, "road": -4}, {"road": 6, "well": 1}]
    outcome = greedy(election(COSTS, votes, 1000, MarkKind.POINTS))
    assert outcome.winners == ("park", "road", "well")
    assert [(one.n_votes, one.support) for one in outcome.standings] == [(1, 5), (1, 2), (1, 1), (0, 0)]


def test_a_place_in_a_ranking_is_worth_one_less_than_the_one_before():
    votes = [["park", "road", "well"], ["road", "well"], ["well"]]
    assert [one.support for one in greedy(election(COSTS, votes, 1000, MarkKind.RANKING)).standings] == [3, 4, 3, 0]
    fixed = election(COSTS, votes, 1000, MarkKind.RANKING, first_place=5)
    assert [one.support for one in count(fixed, Rule.GREEDY).standings] == [5, 9, 12, 0]


def test_one_project():
    assert greedy(election({"park": 60}, [["park"]], 60)).winners == ("park",)


def test_equal_ballots_may_be_handed_in_together():
    one_by_one = Ballots.of([((0, 1), (2, 1)), ((2, 1), (0, 1)), ((1, 3),), ()], 3)
    together = Ballots.of_equals([(((0, 1), (2, 1)), 1), (((1, 3),), 1), (((2, 1), (0, 1)), 1), ((), 1)], 3)
    for ballots in (one_by_one, together):
        assert ballots.marks.tolist() == [[1, 0, 1], [0, 3, 0], [0, 0, 0]]
        assert ballots.times.tolist() == [2, 1, 1]
