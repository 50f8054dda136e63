"""A round's `.pb` file in somebody else's program: no warning, the same winners. `make oracle` installs it."""

import warnings

import pytest

from bot.domain.people import Locale
from bot.domain.rounds import BallotKind
from bot.domain.tally import Rule
from bot.reports import files
from bot.reports.files import Form
from tests.support.counted import HOSTILE, sheet, with_election

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # not ours to mend
    pb = pytest.importorskip("pabutools.election", reason="pabutools is not installed (make oracle)")
    rules = pytest.importorskip("pabutools.rules")

COSTS = (500, 490, 400, 130)
CHOSEN = [("12", 60), ("3", 41), ("34", 12), ("1", 9)]
POINTS = [({1: 7, 2: 3}, 60), ({3: 10}, 41), ({3: 2, 4: 8}, 12)]
BUDGET = {"budget_kop": 100_000}


@pytest.mark.parametrize(
    ("rule", "fields", "cast"),
    [
        (Rule.GREEDY, BUDGET, CHOSEN),
        (Rule.GREEDY, BUDGET | {"ballot": BallotKind.KNAPSACK}, CHOSEN),
        (Rule.GREEDY, {"n_winners": 2}, CHOSEN),
        (Rule.EQUAL_SHARES, BUDGET, CHOSEN),
        (Rule.EQUAL_SHARES, BUDGET | {"ballot": BallotKind.POINTS, "limit": 10}, POINTS),
    ],
)
def test_the_file_opens_without_a_warning_and_gives_the_same(rule, fields, cast, tmp_path):
    of = sheet(HOSTILE, COSTS, rule=rule, **fields)
    published, election = with_election(of, cast)
    path = tmp_path / "round.pb"
    path.write_bytes(files.write(Form.PB, published, election, Locale.UK, "Europe/Kyiv", "Громада; «З»"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        instance, profile = pb.parse_pabulib(str(path))
    assert {project.name for project in winners(instance, profile, rule)} == set(published.binding.winners)


def winners(instance, profile, rule):
    if rule is Rule.GREEDY:
        return rules.greedy_utilitarian_welfare(instance, profile, pb.Cost_Sat)
    is_approval = isinstance(profile, pb.ApprovalProfile)
    return rules.exhaustion_by_budget_increase(
        instance,
        profile,
        rules.method_of_equal_shares,
        {"sat_class": pb.Cost_Sat if is_approval else pb.Additive_Cardinal_Sat},
        exhaustive_stop=False,
        budget_step=profile.num_ballots(),
    )
