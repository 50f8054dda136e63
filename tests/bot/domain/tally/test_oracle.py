"""The same winners as pabutools, where it is installed: `make oracle`."""

import warnings

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import pabulib
from bot.domain.tally import MarkKind, Rule, TieBreak, count, equal_shares, greedy
from tests.bot.domain.tally.test_equal_shares import elections
from tests.support.elections import election
from tests.support.pabulib import ABOUT, REAL, real_path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # not ours to mend
    pb = pytest.importorskip("pabutools.election", reason="pabutools is not installed (make oracle)")
    rules = pytest.importorskip("pabutools.rules")

pytestmark = pytest.mark.filterwarnings("ignore")
ORDER = (TieBreak.ORDER,)
"""pabutools goes by name; the ids here are in that order."""


def translated(costs, votes, budget, kind):
    projects = {id_: pb.Project(id_, cost) for id_, cost in costs.items()}
    instance = pb.Instance(projects.values(), budget_limit=budget)
    if kind is MarkKind.APPROVAL:
        ballots = [pb.ApprovalBallot(projects[id_] for id_ in vote) for vote in votes]
        return instance, pb.ApprovalProfile(ballots, instance=instance), pb.Cost_Sat
    ballots = [pb.CumulativeBallot({projects[id_]: mark for id_, mark in vote.items()}) for vote in votes]
    return instance, pb.CumulativeProfile(ballots, instance=instance), pb.Additive_Cardinal_Sat


def oracle_equal_shares(instance, profile, satisfaction):
    """Add1 until overspending; the bound lets everybody pay everything alone."""
    found = rules.exhaustion_by_budget_increase(
        instance,
        profile,
        rules.method_of_equal_shares,
        {"sat_class": satisfaction},
        exhaustive_stop=False,
        budget_step=profile.num_ballots(),
        budget_bound=(sum(project.cost for project in instance) + 1) * profile.num_ballots() + instance.budget_limit,
    )
    return {project.name for project in found}


@pytest.mark.parametrize("kind", [MarkKind.APPROVAL, MarkKind.POINTS])
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_equal_shares(kind, data):
    costs, votes, budget = data.draw(elections(kind))
    outcome = equal_shares(election(costs, votes, budget, kind), ORDER)
    assert set(outcome.winners) == oracle_equal_shares(*translated(costs, votes, budget, kind))


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_greedy(data):
    costs, votes, budget = data.draw(elections(MarkKind.APPROVAL))
    instance, profile, satisfaction = translated(costs, votes, budget, MarkKind.APPROVAL)
    found = rules.greedy_utilitarian_welfare(instance, profile, satisfaction)
    outcome = greedy(election(costs, votes, budget, least_support=0), ORDER)
    assert list(outcome.winners) == [project.name for project in found]


@pytest.mark.parametrize("kind", [MarkKind.APPROVAL, MarkKind.POINTS])
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_our_file_opens_there_and_gives_the_same(kind, data, tmp_path_factory):
    costs, votes, budget = data.draw(elections(kind))
    assume(all(votes))
    ours = election(costs, votes, budget, kind)
    outcome = equal_shares(ours, ORDER)
    path = tmp_path_factory.mktemp("pb") / "ours.pb"
    path.write_bytes(pabulib.write(ours, outcome, ABOUT, {}, map(str, range(len(votes)))))
    instance, profile = pb.parse_pabulib(str(path))
    satisfaction = pb.Cost_Sat if kind is MarkKind.APPROVAL else pb.Additive_Cardinal_Sat
    assert oracle_equal_shares(instance, profile, satisfaction) == set(outcome.winners)


@pytest.mark.parametrize("name", REAL)
def test_one_run_of_equal_shares_on_a_real_election(name):
    """All steps would take it minutes and gigabytes: it runs once, with the share at which our count ended."""
    path = real_path(name)
    ours = count(pabulib.parse(path.read_bytes()).election, Rule.EQUAL_SHARES)
    instance, profile = pb.parse_pabulib(str(path))
    instance.budget_limit = ours.share * profile.num_ballots()
    satisfaction = pb.Cost_Sat if isinstance(profile, pb.ApprovalProfile) else pb.Additive_Cardinal_Sat
    found = rules.method_of_equal_shares(instance, profile, satisfaction)
    assert [project.name for project in found] == list(ours.winners)
