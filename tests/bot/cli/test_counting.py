"""Results on the command line: the same as everywhere, and not before their time."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest

from bot.domain import pabulib
from bot.domain.rounds import BallotKind
from bot.domain.tally import Rule
from bot.domain.time import utc_now
from tests.support.counted import cast
from tests.support.databases import url_of
from tests.support.house import FakeClock, open_house
from tests.support.processes import ROOT

OPTIONS = [{"title": t, "cost_kop": c} for t, c in (("А", 50_000), ("Б", 50_000), ("В", 40_000))]


@pytest.fixture
def run(tmp_path):
    """Run a command on the round's database; `tmp_path` has no `.env`."""

    def run(*arguments):
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "MEANING": "off"}
        env["DATABASE_URL"] = url_of(tmp_path / "viche.sqlite3")
        command = [sys.executable, "-m", "bot", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, timeout=120, check=False)

    return run


async def voted(tmp_path, *, days_ago, **fields):
    """A round that closed so long ago, counted if it was to be."""
    clock = FakeClock(utc_now() - timedelta(days=days_ago + 7))
    async with open_house(tmp_path / "viche.sqlite3", clock=clock) as house:
        key = await house.vote_round(OPTIONS, **{"budget_kop": 100_000, "limit": 2, **fields})
        await cast(house, key, *[(0, 1)] * 6, *[(2,)] * 4)
        clock.now = utc_now()
        await house.tick()
    return key


async def test_a_round_is_counted_anew_as_its_file_is(tmp_path, run):
    key = await voted(tmp_path, days_ago=1)
    greedy = json.loads(run("tally", key, "--rule", "greedy", "--json").stdout)
    assert greedy == {"rule": "greedy", "winners": ["1", "2"], "spent": 1000, "budget": 1000}
    shares = run("tally", key, "--rule", "equal-shares")
    assert shares.stdout.decode().splitlines() == [
        "1. 1  6  500  А",
        "2. 3  4  400  В",
        "tie between 1, 2: 1 goes first by order",
        "2 of 3 projects win, 900 of 1000 is spent",
    ]
    assert run("export", key, "--format", "pb", "--out", "round.pb").stderr == b""
    recounted = json.loads(run("tally", "--file", "round.pb", "--rule", "greedy", "--json").stdout)
    assert recounted == greedy


@pytest.mark.parametrize("form", ["pb", "csv", "json", "xlsx"])
async def test_every_file_goes_to_standard_output_whole(tmp_path, run, form):
    key = await voted(tmp_path, days_ago=1)
    done = run("export", key, "--format", form)
    assert (done.returncode, done.stderr) == (0, b"")
    if form == "pb":
        assert pabulib.parse(done.stdout).selected == {"1", "2"}
    elif form == "json":
        assert json.loads(done.stdout)["n_ballots"] == 10
    else:
        assert done.stdout.startswith({"csv": b"\xef\xbb\xbf", "xlsx": b"PK"}[form])


@pytest.mark.parametrize("arguments", [("tally", "--rule", "greedy"), ("export", "--format", "pb")])
async def test_hidden_results_are_refused_in_one_line(tmp_path, run, arguments):
    key = await voted(tmp_path, days_ago=1, results_at=utc_now() + timedelta(days=1))
    command, *options = arguments
    done = run(command, key, *options)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("The results are still hidden.")
    assert done.stderr.count(b"\n") == 1
    gone = run(command, key + 1, *options)
    assert (gone.returncode, gone.stdout, gone.stderr.count(b"\n")) == (1, b"", 1)


async def test_equal_shares_without_a_budget(tmp_path, run):
    key = await voted(tmp_path, days_ago=1, budget_kop=None, ballot=BallotKind.APPROVAL, rule=Rule.GREEDY)
    done = run("tally", key, "--rule", "equal-shares")
    assert done.returncode == 1
    assert done.stderr.decode().startswith("Equal Shares shares out a budget")


@pytest.mark.parametrize(
    "arguments",
    [
        "tally --rule greedy",
        "tally 1 --file x.pb --rule greedy",
        "tally x --rule greedy",
        "tally 1 --rule best",
        "export 1",
        "export 1 --format doc",
        "export --format pb",
    ],
)
def test_wrong_use(run, arguments):
    done = run(*arguments.split())
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
