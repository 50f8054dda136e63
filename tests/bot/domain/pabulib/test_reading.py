"""`.pb` files as they come: of every kind, from other programs, and broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.words import in_words
from bot.domain import pabulib
from bot.domain.errors import DomainError
from bot.domain.tally import MarkKind, Project, Rule, TieBreak, count
from tests.support.pabulib import REAL, expected, real_file

FILE = """META
key;value
description;Бюджет участі
budget;100
vote_type;approval
rule;greedy
num_projects;3
num_votes;3
PROJECTS
project_id;cost;votes;name;selected
park;60;2;"Парк; біля школи";1
well;50;2;Криниця;0
club;10;1;"Клуб ""Юність"" наш";1
VOTES
voter_id;vote
v1;park,well
v2;park
v3;well,club
"""


def read(text=FILE):
    return pabulib.parse(text.encode())


def winners(text, rule=Rule.GREEDY):
    return count(read(text).election, rule, (TieBreak.ORDER,)).winners


def test_a_file_is_read():
    file = read()
    assert file.election.projects == (Project("park", 60), Project("well", 50), Project("club", 10))
    assert (file.election.budget, file.election.unit, file.election.kind) == (100, 1, MarkKind.APPROVAL)
    assert file.names["park"] == "Парк; біля школи"
    assert file.names["club"] == 'Клуб "Юність" наш'
    assert file.meta["rule"] == "greedy"
    assert file.selected == {"park", "club"}
    assert file.oddities == ()
    assert winners(FILE) == ("park", "club")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("META", "\ufeffMETA"),
        ("\n", "\r\n"),
        ("\n", "\n\n"),
        ("META\nkey;value\n", "meta\n"),
        ("rule;greedy\n", ""),
        ("vote_type;approval\n", ""),
        ("vote_type;approval", "Vote_Type; Approval "),
        ("vote_type;approval", "vote_type;choose-1"),
        ("budget;100", "budget;100,00"),
        ("budget;100", 'budget;"100"'),
        ("rule;greedy", "rule;greedy\ncomment;#1: a comment; with more"),
        ("META\n", "META;;;;\n"),
        ("VOTES\n", "VOTES;;\n# made by hand\n"),
        ("project_id;cost;votes;name;selected", "project_id; COST;votes;name;selected"),
        ("v1;park,well", "v1; park , well "),
        ("v1;park,well", "v1;park,well,park"),
        ("v1;park,well", "v1;park,well;extra;cells"),
        ("voter_id;vote\nv1;park,well\nv2;park\nv3;", "vote\npark,well\npark\n"),
        (";1\nwell", "\nwell"),
    ],
)
def test_what_other_programs_write_is_read_as_it_is_meant(before, after):
    changed = FILE.replace(before, after)
    assert changed != FILE
    assert winners(changed) == ("park", "club")


def test_decimals_are_exact():
    file = read(FILE.replace(";60;", ";60.25;").replace("budget;100", "budget;70.255"))
    assert (file.election.unit, file.election.budget) == (1000, 70255)
    assert count(file.election, Rule.GREEDY, (TieBreak.ORDER,)).spent == 70250


def test_blanks_between_thousands():
    assert read(FILE.replace("budget;100", "budget;1 000\u00a0000")).election.budget == 1_000_000


def test_without_a_budget_votes_rank():
    assert winners(FILE.replace("budget;100\n", "")) == ("park", "well", "club")


POINTS = FILE.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")


def test_points():
    text = POINTS.replace("v1;park,well", "v1;park,well;1,2").replace("v2;park", "v2;park;0.5")
    file = read(text.replace("v3;well,club", "v3;club,well;4,-1"))
    assert file.election.kind is MarkKind.POINTS
    assert [one.support for one in count(file.election, Rule.GREEDY).standings] == [15, 10, 40]


def test_scoring_gives_the_default_to_those_not_named():
    text = POINTS.replace("cumulative", "scoring\ndefault_score;2").replace("v1;park,well", "v1;park,well;5,0")
    file = read(text.replace("v2;park", "v2;;").replace("v3;well,club", "v3;well;3"))
    assert [one.support for one in count(file.election, Rule.GREEDY).standings] == [9, 5, 6]


RANKED = FILE.replace("approval", "ordinal\nmax_length;3").replace("votes;name", "score;name")


def test_a_ranking_counts_as_pabulib_does_by_the_length_of_the_ballot():
    assert [one.support for one in count(read(RANKED).election, Rule.GREEDY).standings] == [3, 3, 1]


def test_a_ranking_counts_as_the_file_s_own_score_says():
    text = RANKED.replace("park;60;2", "park;60;6").replace("well;50;2", "well;50;5").replace("club;10;1", "club;10;2")
    assert [one.support for one in count(read(text).election, Rule.GREEDY).standings] == [6, 5, 2]


def test_a_threshold_of_the_file_holds():
    assert winners(FILE.replace("rule;greedy", "rule;greedy-threshold\nmin_project_score_threshold;2")) == ("park",)


def test_a_project_that_nobody_chose_can_fill_what_is_left():
    assert winners(FILE.replace("v3;well,club", "v3;well")) == ("park", "club")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The .pb file is empty."),
        ("\ufeff \n\n", "The .pb file is empty."),
        ("hello", "This is not a .pb file: it needs the sections META, PROJECTS and VOTES with `;`, in UTF-8."),
        ("META\nkey;value\nbudget;1\n", "This is not a .pb file: it needs the sections"),
        (FILE.replace(";", ","), "The section PROJECTS of the .pb file has no column project_id."),
        (FILE.replace("budget;100", "budget;-100"), "Line 4 of the .pb file: budget is -100, but must be a number"),
        (FILE.replace("budget;100", "budget;a lot"), "Line 4 of the .pb file: budget is a lot, but must be a number"),
        (FILE.replace("budget;100", "budget;1e999999"), "Line 4 of the .pb file: budget is 1e999999, but must be"),
        (FILE.replace("budget;100", "budget;NaN"), "Line 4 of the .pb file: budget is NaN, but must be a number"),
        (FILE.replace(";50;", ";-50;"), "Line 12 of the .pb file: cost is -50, but must be a number from 0 up."),
        (FILE.replace(";50;", ";;"), "Line 12 of the .pb file: cost is empty, but must be a number from 0 up."),
        (FILE.replace(";cost;", ";price;"), "The section PROJECTS of the .pb file has no column cost."),
        (FILE.replace("voter_id;vote", "voter_id;choice"), "The section VOTES of the .pb file has no column vote."),
        (FILE.replace("well;50", "park;50"), "Line 12 of the .pb file: the project «park» has no id, or was listed"),
        (FILE.replace("v2;park", "v2;pond"), "Line 17 of the .pb file: the vote names «pond», which is not listed."),
        (FILE.replace("approval", "quadratic"), "The .pb file has the vote_type quadratic, which cannot be counted."),
        (FILE.split("v1", maxsplit=1)[0], "The .pb file holds no votes: there is nothing to count."),
        (FILE.split("VOTES", maxsplit=1)[0], "The .pb file holds no votes: there is nothing to count."),
        (FILE.split("park;60", maxsplit=1)[0] + "VOTES\nvoter_id;vote\n1;a\n", "The .pb file lists no projects."),
        (POINTS, "Line 16 of the .pb file: 2 projects, but points for 0."),
        (POINTS.replace("v1;park,well", "v1;park,well;3,x"), "Line 16 of the .pb file: points is x, which is no"),
        (POINTS.replace(";points", ""), "The section VOTES of the .pb file has no column points."),
    ],
)
def test_what_is_wrong_is_one_clear_sentence(text, said):
    with pytest.raises(DomainError) as raised:
        read(text)
    assert in_words(raised.value).startswith(said)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", FILE.encode("cp1251"), b"\x00" * 40, b'"' * 33])
def test_other_files_are_refused(content):
    with pytest.raises(DomainError, match=r"pabulib\.not_pb"):
        pabulib.parse(content)


@given(st.lists(st.sampled_from([*FILE, *FILE.split("\n"), "\n", ";", '"', "0", "-", "é"]), max_size=80))
def test_any_text_is_read_or_refused_but_never_breaks(pieces):
    middle = len(FILE) // 2
    for text in ("".join(pieces), FILE[:middle] + "".join(pieces) + FILE[middle:]):
        said = ""
        try:
            count(read(text).election, Rule.GREEDY)
        except DomainError as error:
            said = in_words(error)
        assert "{" not in said


def test_a_file_that_was_cut_off_is_told():
    [oddity] = read(FILE.split("v3", maxsplit=1)[0]).oddities
    assert in_words(oddity) == "The .pb file says num_votes 3, but holds 2. What it holds is counted."


@pytest.mark.parametrize("name", REAL)
def test_real_elections_count_to_their_own_outcome(name):
    file = pabulib.parse(real_file(name))
    said = file.meta["rule"]
    rule = Rule.EQUAL_SHARES if said.startswith("equalshares") else Rule.GREEDY
    assert set(count(file.election, rule).winners) == file.selected
    assert file.oddities == ()
    assert set(count(file.election, Rule.GREEDY).winners) == set(expected(name)["greedy_by_votes_or_points"])
