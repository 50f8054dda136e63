"""What we write, we and others can recount."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import pabulib
from bot.domain.tally import MarkKind, Rule, TieBreak, count
from tests.support.elections import election
from tests.support.pabulib import ABOUT

COSTS = {"7": 6_000_000, "8": 5_000_050, "9": 1_000_000}
NAMES = {"7": "Парк; біля «Юності»", "8": 'Криниця "Журавель"', "9": "Клуб\nдля всіх"}


def test_a_file_agrees_with_itself_and_names_nobody():
    votes = [["7", "8"], ["8"], ["9", "8"]]
    round_ = election(COSTS, votes, 7_000_000, unit=100)
    content = pabulib.write(round_, count(round_, Rule.GREEDY), ABOUT, NAMES, ["501", "17", "9004"])
    assert (
        content.decode()
        == """META
key;value
description;Бюджет участі
country;Ukraine
unit;Липовецька громада
instance;2026
num_projects;3
num_votes;3
budget;70000
vote_type;approval
rule;greedy
date_begin;01.11.2026
date_end;22.11.2026
min_length;1
max_length;5
language;uk
currency;UAH
PROJECTS
project_id;cost;votes;name;selected
8;50000.50;3;"Криниця ""Журавель""\";1
9;10000;1;Клуб для всіх;1
7;60000;1;Парк; біля «Юності»;0
VOTES
voter_id;vote;voting_method
501;7,8;internet
17;8;internet
9004;8,9;internet
""".replace("Парк; біля «Юності»", '"Парк; біля «Юності»"')
    )


@st.composite
def rounds(draw):
    kind = draw(st.sampled_from(MarkKind))
    ids = [str(number) for number in range(draw(st.integers(1, 5)))]
    costs = {id_: draw(st.integers(1, 9)) * draw(st.sampled_from([1, 100, 50])) for id_ in ids}
    if kind is MarkKind.POINTS:
        vote = st.dictionaries(st.sampled_from(ids), st.integers(1, 9), min_size=1)
    else:
        vote = st.lists(st.sampled_from(ids), min_size=1, unique=True)
    votes = draw(st.lists(vote, min_size=1, max_size=9))
    return election(costs, votes, draw(st.integers(1, sum(costs.values()))), kind, unit=100)


@given(round_=rounds(), rule=st.sampled_from(Rule))
@settings(deadline=None)
def test_a_recount_of_the_file_gives_the_same(round_, rule):
    outcome = count(round_, rule)
    voters = map(str, range(round_.ballots.n_voters))
    file = pabulib.parse(pabulib.write(round_, outcome, ABOUT, NAMES, voters))
    assert (file.selected, file.oddities) == (set(outcome.winners), ())
    ties = (TieBreak.ORDER,) if rule is Rule.GREEDY else (TieBreak.COST, TieBreak.SUPPORT, TieBreak.ORDER)
    again = count(file.election, rule, ties)
    assert set(again.winners) == set(outcome.winners)
    assert again.spent * round_.unit == outcome.spent * file.election.unit


@pytest.mark.parametrize(("amount", "said"), [(0, "0"), (1, "0.01"), (100, "1"), (123_450, "1234.50")])
def test_money(amount, said):
    assert pabulib.writing.money(amount, 100) == said
