"""`audit` as operators run it: what is whole, what is not, what they note."""

import json
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def trail(run, tmp_path):
    """A trail of three entries; return how to run commands on it, and its file."""
    path = tmp_path / "viche.sqlite3"

    def on_it(*arguments):
        return run(*arguments, DATABASE_URL=f"sqlite:///{path}")

    for number in (101, 102, 103):
        assert on_it("grant", number, "staff").returncode == 0
    return on_it, path


def test_what_is_noted_is_known_again_and_a_break_is_named(trail):
    run, path = trail
    done = run("audit", "head")
    number, noted = done.stdout.strip().split(" ", 1)
    assert (done.returncode, number, len(noted.replace(" ", ""))) == (0, "3", 64)
    done = run("audit", "verify")
    assert (done.returncode, done.stdout) == (0, f"The trail is whole: 3 entries. The last is 3 {noted}\n")
    assert run("audit", "verify", "--head", noted).returncode == 0
    done = run("audit", "verify", "--head", "0" * 63 + "1")
    assert (done.returncode, done.stdout.startswith("The trail was written anew or cut: ")) == (1, True)
    done = run("audit", "verify", "--head", "12")
    assert (done.returncode, done.stderr.startswith("--head: give the hash as `audit head` printed it")) == (1, True)
    done = run("audit", "erase", "2")
    assert (done.returncode, done.stdout) == (0, "The words of entry 2 are erased.\n"), done.stderr
    found = json.loads(run("audit", "verify", "--json").stdout)
    assert (found["whole"], found["entries"], found["erased"], found["wrong"]) == (True, 4, 1, None)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER audit_update")
        connection.execute("UPDATE audit SET role = 'resident' WHERE id = 3")
        connection.commit()
    done = run("audit", "verify")
    assert done.returncode == 1
    assert done.stdout == (
        "The trail is broken. Entry 3 is the first that does not fit: what it says is not what was written.\n"
    )
    done = run("audit", "verify", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["whole"], found["wrong"]) == (1, False, {"number": 3, "what": "content"})


def test_old_entries_are_dropped_by_a_day(trail):
    run, _ = trail
    done = run("audit", "drop", "--before", "2020-01-01")
    assert (done.returncode, done.stdout) == (0, "0 entries dropped.\n")
    assert run("audit", "drop", "--before", "2100-01-01").stdout == "3 entries dropped.\n"
    done = run("audit", "verify")
    assert (done.returncode, "3 older ones dropped by rule" in done.stdout) == (0, True)
    done = run("audit", "drop", "--before", "soon")
    assert (done.returncode, done.stderr) == (2, "--before: must be a day such as 2024-01-01\n")
