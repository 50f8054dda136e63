"""What may be shown: nobody can be found in a small number, nor work it out."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hiding import SMALLEST, hide_small
from bot.domain.rounds import District, Trust
from bot.domain.tally import Rule
from tests.support.counted import published, sheet

NUMBERS = st.lists(st.integers(0, 40), max_size=8)


@given(NUMBERS)
def test_no_small_number_is_shown_or_can_be_worked_out(numbers):
    shown = hide_small(numbers)
    hidden = [number for number, said in zip(numbers, shown, strict=True) if said is None]
    assert all(said in (None, number) for number, said in zip(numbers, shown, strict=True))
    assert all(said == 0 or said >= SMALLEST for said in shown if said is not None)
    if hidden and any(shown):
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST


@given(NUMBERS)
def test_nothing_is_hidden_without_need(numbers):
    if not any(0 < number < SMALLEST for number in numbers):
        assert hide_small(numbers) == numbers


def test_two_ones_are_not_given_away_by_their_sum():
    assert hide_small([1, 1, 100]) == [None, None, None]
    assert hide_small([1, 1, 9, 100]) == [None, None, None, 100]


def test_what_a_small_level_chose_is_hidden_altogether():
    cast = [("1", 40), ("2", 20, Trust.PHONE), ("1", 3, Trust.CODE)]
    account, phone, code = published(cast=cast).levels
    assert (account.n_ballots, phone.n_ballots, code.n_ballots) == (40, None, None)
    assert account.n_votes[1] is None, "the sum is known: 43 less 40 would tell of the three"
    assert code.n_votes == {1: None, 2: None, 3: None}


def test_levels_of_some_size_are_shown_by_option():
    account, phone = published(cast=[("1", 40), ("12", 20, Trust.PHONE), ("3", 6, Trust.PHONE)]).levels
    assert (account.n_votes, phone.n_votes) == ({1: 40, 2: 0, 3: 0}, {1: 20, 2: 20, 3: 6})


def test_turnout_by_district():
    of = sheet(districts=(District("Центр", 1000), District("Село", 0), District("Хутір", 30)))
    cast = [("1", 40, Trust.ACCOUNT, 0), ("1", 10, Trust.ACCOUNT, 1), ("1", 2, Trust.ACCOUNT, 2)]
    centre, village, farm = published(of, cast).districts
    assert (centre.n_ballots, centre.turnout) == (40, 0.04)
    assert (village.n_ballots, village.turnout) == (None, None)
    assert (farm.n_ballots, farm.turnout) == (None, None)


def test_those_of_no_district_are_a_row_of_their_own():
    of = sheet(districts=(District("Центр"),))
    shown = published(of, [("1", 40, Trust.ACCOUNT, 0), ("1", 10)]).districts
    assert [(one.district and one.district.name, one.n_ballots) for one in shown] == [("Центр", 40), (None, 10)]
    assert published().districts == ()


def test_winners_come_first_then_support():
    of = sheet(("Дорогий", "Дешевий", "Третій"), (900, 100, 200), budget_kop=40_000)
    result = published(of, [("1", 9), ("2", 5), ("3", 7)])
    assert [option.title for option in result.ranked] == ["Третій", "Дешевий", "Дорогий"]
    assert result.places(Rule.GREEDY) == {3: 1, 2: 2}


def test_both_counts_are_compared():
    of = sheet(("А", "Б", "В"), (50, 50, 40), budget_kop=10_000)
    result = published(of, [("12", 60), ("3", 40)])
    assert [option.title for option in result.only_by(result.binding)] == ["Б"]
    assert [option.title for option in result.only_by(result.other)] == ["В"]
    assert published().other is None, "without a budget there is one count"
