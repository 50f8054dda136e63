"""How long a count takes under each rule, and in how much memory, beside a bare sum of the same ballots in numpy.

Where pabutools is installed (`make oracle`), it counts a small election too.
"""

import statistics
import time
import warnings
from importlib.util import find_spec

import numpy as np

from bot.domain.tally import Election, MarkKind, Rule, count
from tests.bench.alone import alone
from tests.bench.rivals import Cost
from tests.bench.tables import Row, say, show
from tests.support.elections import many

N_PROJECTS = 60
N_BESIDE_PABUTOOLS = 1_000
SUM = "bare sum"
MOST_S, MOST_MB = 10, 300


def bench(*, quick: bool) -> None:
    n_rounds = 3 if quick else 5
    for n_ballots in (10_000,) if quick else (10_000, 100_000):
        _show(n_ballots, n_rounds)
    if find_spec("pabutools"):
        _beside_pabutools()
    else:
        say("pabutools is not installed: nothing is measured beside it.")


def _show(n_ballots: int, n_rounds: int) -> None:
    rows: list[Row] = []
    for kind in MarkKind:
        election = many(n_ballots, N_PROJECTS, kind)
        bare, mb = alone(measure, election, SUM, n_rounds)
        rows.append((f"{kind.value}: {SUM}", f"{1000 * bare:.1f}", "1.0", f"{mb:.0f}", ""))
        for rule in Rule:
            seconds, mb = alone(measure, election, rule, n_rounds)
            figures = (f"{1000 * seconds:.1f}", f"{seconds / bare:.1f}", f"{mb:.0f}")
            rows.append((f"{kind.value}: {rule.value}", *figures, f"{MOST_S} s, {MOST_MB} MB"))
    title = f"Tally, {N_PROJECTS} projects, {n_ballots:,} ballots of five marks, {n_rounds} rounds"
    show(title, ("", "median ms", "ratio to the sum", "MB added at most", "target"), rows)


def measure(election: Election, how: Rule | str, n_rounds: int) -> tuple[float, float]:
    """Time rounds, after one to warm up. Memory is what the peak adds to a process that holds the ballots."""
    before, seconds = Cost.of(0), []
    for _ in range(n_rounds + 1):
        begin = time.perf_counter()
        if isinstance(how, Rule):
            count(election, how)
        else:
            election.ballots.marks.sum(axis=0)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds[1:]), Cost.of(0).peak_mb - before.now_mb


def _beside_pabutools() -> None:
    election = many(N_BESIDE_PABUTOOLS, N_PROJECTS)
    ours, _ = alone(measure, election, Rule.EQUAL_SHARES, 3)
    theirs = alone(measure_pabutools, election)
    rows = [("Viche", f"{ours:.3f}", "1.0"), ("pabutools", f"{theirs:.1f}", f"{theirs / ours:.0f}")]
    show(f"Equal Shares with Add1, {N_BESIDE_PABUTOOLS:,} approvals, the same winners", ("", "s", "ratio"), rows)


def measure_pabutools(ours: Election) -> float:
    """Count as we do, in fractions, until the next step would overspend."""
    warnings.simplefilter("ignore")
    from pabutools import election as pb  # noqa: PLC0415  (not everywhere)
    from pabutools import rules  # noqa: PLC0415

    projects = [pb.Project(project.id, project.cost) for project in ours.projects]
    rows = np.repeat(ours.ballots.marks, ours.ballots.times, axis=0)
    profile = pb.ApprovalProfile(pb.ApprovalBallot(projects[at] for at in np.flatnonzero(row)) for row in rows)
    begin = time.perf_counter()
    found = rules.exhaustion_by_budget_increase(
        pb.Instance(projects, budget_limit=ours.budget),
        profile,
        rules.method_of_equal_shares,
        {"sat_class": pb.Cost_Sat},
        exhaustive_stop=False,
        budget_step=profile.num_ballots(),
    )
    seconds = time.perf_counter() - begin
    assert {project.name for project in found} == set(count(ours, Rule.EQUAL_SHARES).winners)
    return seconds
