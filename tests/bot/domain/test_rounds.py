"""Where a round stands, to the second, and what keeps a draft from being published."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.rounds import (
    ARCHIVE_AFTER,
    MAX_OPTIONS,
    BallotKind,
    Ending,
    EndingKind,
    Option,
    OptionClass,
    Phase,
    Round,
    Sheet,
    problems,
)
from bot.domain.tally import Rule
from tests.support.house import NOON

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PLAN = Round(
    id=1,
    community="zhytomyr",
    title="Пріоритети",
    question="Що важливіше?",
    announced_at=NOON - DAY,
    opens_at=NOON,
    closes_at=NOON + 3 * DAY,
    results_at=NOON + 5 * DAY,
)
OPTIONS = tuple(Option(number, 1, number, f"Варіант {number}", cost_kop=100 * number) for number in range(1, 7))
READY = Sheet(PLAN, OPTIONS)


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        (PLAN.opens_at, Phase.ANNOUNCED, Phase.OPEN),
        (PLAN.closes_at, Phase.OPEN, Phase.CHECKING),
        (PLAN.results_at, Phase.CHECKING, Phase.RESULTS),
        (PLAN.results_at + ARCHIVE_AFTER, Phase.RESULTS, Phase.ARCHIVED),
    ],
)
def test_one_second_to_each_side_of_a_boundary(moment, before, after):
    phases = [PLAN.phase(moment + shift) for shift in (-SECOND, timedelta(), SECOND)]
    assert phases == [before, after, after]


def test_without_a_time_of_their_own_results_show_at_the_close():
    plan = replace(PLAN, results_at=None)
    assert plan.phase(plan.closes_at - SECOND) is Phase.OPEN
    assert plan.phase(plan.closes_at) is Phase.RESULTS
    assert plan.phase(plan.closes_at + ARCHIVE_AFTER) is Phase.ARCHIVED


@pytest.mark.parametrize("missing", ["announced_at", "opens_at", "closes_at"])
def test_what_is_not_complete_is_a_draft_at_any_time(missing):
    draft = replace(PLAN, **{missing: None})
    assert {draft.phase(NOON + shift * DAY) for shift in (-2, 0, 4, 400)} == {Phase.DRAFT}


@pytest.mark.parametrize("how", list(EndingKind))
@pytest.mark.parametrize("shift", [-1, 1, 4, 6, 300])
def test_an_ended_round_is_nothing_else(how, shift):
    ended = replace(PLAN, ending=Ending(how, "Тривога", NOON))
    assert ended.phase(NOON + shift * DAY) is Phase(how.value)
    assert not ended.shows_results(NOON + shift * DAY)


def test_results_are_seen_from_their_second_on():
    assert [PLAN.shows_results(PLAN.results_at + shift) for shift in (-SECOND, timedelta(), 2 * ARCHIVE_AFTER)] == [
        False,
        True,
        True,
    ]


def test_a_good_plan_has_no_problems():
    assert problems(READY, NOON) == []


@pytest.mark.parametrize(
    ("sheet", "named"),
    [
        (Sheet(replace(PLAN, question=""), OPTIONS), "rounds.needs_question"),
        (Sheet(PLAN, OPTIONS[:1]), "rounds.needs_options"),
        (Sheet(PLAN), "rounds.needs_options"),
        (Sheet(PLAN, OPTIONS * (MAX_OPTIONS // len(OPTIONS)) + OPTIONS[:1]), "rounds.too_many_options"),
        (Sheet(replace(PLAN, closes_at=None), OPTIONS), "rounds.needs_times"),
        (Sheet(replace(PLAN, closes_at=NOON), OPTIONS), "rounds.closes_before_it_opens"),
        (Sheet(replace(PLAN, opens_at=NOON - 3 * DAY, closes_at=NOON - DAY), OPTIONS), "rounds.closes_in_the_past"),
        (Sheet(replace(PLAN, results_at=PLAN.closes_at - SECOND), OPTIONS), "rounds.results_before_the_close"),
        (Sheet(replace(PLAN, limit=7), OPTIONS), "rounds.limit_too_high"),
        (Sheet(replace(PLAN, ballot=BallotKind.CLASSES), OPTIONS), "rounds.needs_classes"),
        (
            Sheet(replace(PLAN, ballot=BallotKind.CLASSES, classes=(OptionClass("Великі", 3),)), OPTIONS),
            "rounds.option_without_class",
        ),
        (Sheet(replace(PLAN, ballot=BallotKind.KNAPSACK), OPTIONS), "rounds.needs_budget"),
        (Sheet(replace(PLAN, rule=Rule.EQUAL_SHARES), OPTIONS), "rounds.needs_budget"),
        (
            Sheet(replace(PLAN, budget_kop=1000), (*OPTIONS, replace(OPTIONS[0], cost_kop=None))),
            "rounds.option_without_cost",
        ),
        (Sheet(replace(PLAN, budget_kop=599), OPTIONS), "rounds.option_over_budget"),
    ],
)
def test_each_problem_is_named(sheet, named):
    assert named in problems(sheet, NOON)


def test_at_the_limit_there_is_no_problem():
    assert problems(Sheet(PLAN, OPTIONS * (MAX_OPTIONS // len(OPTIONS))), NOON) == []
    assert problems(Sheet(replace(PLAN, limit=6, budget_kop=600, results_at=PLAN.closes_at), OPTIONS), NOON) == []
    assert problems(READY, PLAN.closes_at - SECOND) == []
