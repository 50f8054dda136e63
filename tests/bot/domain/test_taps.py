"""Every tap leaves a ballot that counts as it is, whatever the taps are."""

import itertools
from collections import Counter
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballots import (
    BEGAN_STEP,
    RECEIPT_SIGNS,
    Ballot,
    began,
    choose,
    has_room,
    in_order,
    left_in_class,
    read_receipt,
    shuffled,
    used,
    voter_of,
)
from bot.domain.errors import DomainError, NotAllowed, NotFound
from bot.domain.rounds import BallotKind, Option, OptionClass, Round, Sheet, Trust
from tests.support.house import NOON

CLASSES = (OptionClass("Великі", 3), OptionClass("Малі", 1), OptionClass("Шкільні", 0))
COSTS_KOP = (0, 1, 300, 450, 500, 700, 999, 1000)
OPTIONS = tuple(
    Option(10 + number, 1, number, f"Варіант {number}", cost_kop=cost_kop, option_class=number % len(CLASSES))
    for number, cost_kop in enumerate(COSTS_KOP)
)


def sheet(kind, limit=5, budget_kop=1000):
    return Sheet(Round(1, "zhytomyr", "Т", ballot=kind, limit=limit, classes=CLASSES, budget_kop=budget_kop), OPTIONS)


KINDS = st.sampled_from([sheet(kind, limit) for kind in BallotKind for limit in (1, 3, 5)])
TAPS = st.lists(st.tuples(st.integers(9, 19), st.integers(-1, 6)), max_size=40)


def tap(on, choices, option, value):
    """What a voter has after a tap: what they had, if the tap was refused."""
    try:
        return choose(on, choices, option, value)
    except DomainError:
        return dict(choices)


def is_valid(on, choices):
    """Say it in other words than `choose`: within the limits of its kind, and nothing that is not on the sheet."""
    plan = on.round
    assert choices.keys() <= on.by_id.keys()
    match plan.ballot:
        case BallotKind.POINTS:
            return sum(choices.values()) <= plan.limit and all(value > 0 for value in choices.values())
        case BallotKind.RANKING:
            return sorted(choices.values()) == list(range(1, len(choices) + 1)) and len(choices) <= plan.limit
        case BallotKind.KNAPSACK:
            return sum(on.by_id[o].cost_kop for o in choices) <= plan.budget_kop and set(choices.values()) <= {1}
        case BallotKind.CLASSES:
            n_of = Counter(on.by_id[o].option_class for o in choices)
            return all(n_of[index] <= one.limit for index, one in enumerate(CLASSES)) and set(choices.values()) <= {1}
        case BallotKind.APPROVAL:
            return len(choices) <= plan.limit and set(choices.values()) <= {1}


@given(KINDS, TAPS)
def test_any_taps_leave_a_valid_ballot(on, taps):
    choices = {}
    for option, value in taps:
        choices = tap(on, choices, option, value)
        assert is_valid(on, choices)


@given(KINDS, TAPS)
def test_a_tap_done_twice_is_done_once(on, taps):
    choices = {}
    for option, value in taps:
        once = tap(on, choices, option, value)
        assert tap(on, once, option, value) == once
        choices = once


@given(KINDS, TAPS)
def test_a_refused_tap_changes_nothing_and_a_taken_one_does_what_it_says(on, taps):
    choices = {}
    for option, value in taps:
        before = dict(choices)
        try:
            after = choose(on, choices, option, value)
        except DomainError:
            assert choices == before
            continue
        if value == 0:
            assert option not in after
        elif on.round.ballot is BallotKind.POINTS:
            assert after[option] == value
        else:
            assert option in after
        others = [o for o in before if o != option]
        assert sorted(others, key=before.get) == sorted((o for o in after if o != option), key=after.get)
        choices = after


@given(KINDS, TAPS)
def test_room_is_left_exactly_when_some_tap_would_be_taken(on, taps):
    choices = {}
    for option, value in taps:
        choices = tap(on, choices, option, value)
    more = any(
        tap(on, choices, option.id, choices.get(option.id, 0) + 1 if on.round.ballot is BallotKind.POINTS else 1)
        != choices
        for option in OPTIONS
    )
    assert has_room(on, choices) == more


@given(KINDS, TAPS)
def test_every_choice_can_be_taken_back(on, taps):
    choices = {}
    for option, value in taps:
        choices = tap(on, choices, option, value)
    for option in list(choices):
        choices = choose(on, choices, option, 0)
        assert is_valid(on, choices)
    assert choices == {}


def test_the_sixty_first_option_and_a_negative_value_are_refused():
    on = sheet(BallotKind.APPROVAL)
    with pytest.raises(NotFound, match="no_such_option"):
        choose(on, {}, 99, 1)
    with pytest.raises(NotAllowed, match="not_a_choice"):
        choose(on, {}, 10, -1)


@pytest.mark.parametrize(
    ("kind", "limit", "had", "option", "key"),
    [
        (BallotKind.APPROVAL, 2, {10: 1, 11: 1}, 12, "ballots.full_approval"),
        (BallotKind.POINTS, 5, {10: 3}, 11, "ballots.full_points"),
        (BallotKind.RANKING, 1, {10: 1}, 11, "ballots.full_ranking"),
        (BallotKind.CLASSES, 5, {11: 1}, 14, "ballots.class_is_full"),
        (BallotKind.KNAPSACK, 5, {17: 1}, 11, "ballots.over_budget"),
    ],
)
def test_one_more_than_there_is_room_for_is_refused_with_its_reason(kind, limit, had, option, key):
    with pytest.raises(NotAllowed) as refused:
        choose(sheet(kind, limit), had, option, 3)
    assert refused.value.key == key


def test_a_ranking_closes_up_behind_what_is_taken_away():
    on, ranked = sheet(BallotKind.RANKING), {}
    for option in (12, 10, 15, 11):
        ranked = choose(on, ranked, option, 1)
    assert ranked == {12: 1, 10: 2, 15: 3, 11: 4}
    assert choose(on, ranked, 10, 0) == {12: 1, 15: 2, 11: 3}
    assert [one.id for one in in_order(on, ranked)] == [12, 10, 15, 11]


def test_points_are_shown_from_the_most_down():
    on = sheet(BallotKind.POINTS)
    assert [one.id for one in in_order(on, {10: 1, 11: 3, 12: 1})] == [11, 10, 12]
    assert used(on.round, {10: 1, 11: 3}) == 4


def test_what_is_left_of_a_class():
    on = sheet(BallotKind.CLASSES)
    assert [left_in_class(on, {10: 1, 13: 1, 11: 1}, index) for index in range(3)] == [1, 0, 0]


def test_the_order_is_the_voters_own_and_stays_when_others_come_and_go():
    on = sheet(BallotKind.APPROVAL)
    mine = [one.id for one in shuffled(on, 700)]
    assert sorted(mine) == [one.id for one in OPTIONS]
    assert [one.id for one in shuffled(on, 700)] == mine
    assert [one.id for one in shuffled(on, 701)] != mine
    fewer = Sheet(on.round, OPTIONS[1:])
    assert [one.id for one in shuffled(fewer, 700)] == [id_ for id_ in mine if id_ != OPTIONS[0].id]


def test_every_option_is_first_about_equally_often():
    """8,000 voters, 8 options: 1,000 each, and more than 5 standard deviations (150) from it would be no chance."""
    on = sheet(BallotKind.APPROVAL)
    first = Counter(shuffled(on, number)[0].id for number in range(8000))
    assert all(850 < first[one.id] < 1150 for one in OPTIONS)


@given(st.datetimes(timezones=st.sampled_from([NOON.tzinfo, timezone(timedelta(hours=2))])))
def test_the_beginning_is_a_quarter_of_an_hour(moment):
    rounded = began(moment)
    assert rounded <= moment < rounded + BEGAN_STEP
    assert (rounded.minute % 15, rounded.second, rounded.microsecond) == (0, 0, 0)


def test_names_of_voters_differ_by_key_person_and_purpose():
    names = [
        voter_of(key, person, purpose)
        for key, person, purpose in itertools.product((b"a" * 32, b"b" * 32), (1, 11, 12), ("", "coercion"))
    ]
    assert len(set(names)) == 12
    assert {len(name) for name in names} == {16}


@given(st.text(RECEIPT_SIGNS, min_size=10, max_size=10), st.integers(1, 10_000))
def test_a_receipt_is_read_as_it_was_shown_and_as_people_copy_it(receipt, version):
    code = Ballot({}, version, receipt, Trust.ACCOUNT).code
    looks = (code, code.lower(), f"  {code}\n", code.replace("0", "O").replace("1", "l"), code.replace("1", "i"))
    assert {read_receipt(written) for written in looks} == {(receipt, version)}


@pytest.mark.parametrize(
    "written",
    ["", "-", "K7MQ2-X9P4R", "K7MQ2-X9P4R-", "K7MQ2-X9P4R-x", "K7MQU-X9P4R-1", "K7MQ2-X9P4R-٣", "дякую", "9" * 4096],
)
def test_what_is_no_receipt_is_not_read(written):
    assert read_receipt(written) is None
