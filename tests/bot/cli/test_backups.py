"""Copies as an operator makes, checks and restores them, and moving to another database."""

import re

import pytest

from bot.storage.migrate import REVISIONS
from tests.support.databases import EMPTY, on_sqlite, server

pytestmark = on_sqlite


@pytest.fixture(scope="module")
def copy(scratch):
    return scratch / "data" / "backups" / "copy.sqlite3"


def test_nothing_to_copy_is_said_and_nothing_is_made(run, scratch):
    for command in (("backup",), ("move", "--to", "sqlite:///other.sqlite3")):
        done = run(*command, DATABASE_URL="sqlite:///none.sqlite3")
        assert (done.returncode, done.stderr.startswith("There is no database yet")) == (1, True)
    assert list(scratch.iterdir()) == []


def test_a_copy_is_made_and_checked(run, copy):
    assert run("grant", 55, "staff").returncode == 0
    done = run("backup", copy)
    assert (done.returncode, done.stdout) == (0, f"{copy}\n"), done.stderr
    done = run("verify", copy)
    said = rf"{re.escape(str(copy))}: whole, of \d{{4}}-\d\d-\d\d \d\d:\d\d, schema {REVISIONS[-1]}, \d+ rows\n"
    assert (done.returncode, bool(re.fullmatch(said, done.stdout))) == (0, True), done.stdout
    done = run("backup", copy)
    assert (done.returncode, done.stderr) == (
        1,
        f"{copy} is there already and is left as it is. Choose another name.\n",
    )


def test_what_is_wrong_with_a_copy_is_one_line(run, copy, scratch):
    cut = scratch / "cut.sqlite3"
    cut.write_bytes(copy.read_bytes()[:-5000])
    for file, said in (
        (cut, "is damaged or incomplete ("),
        ("none", "is not there."),
        ("cli.sqlite3", "is not a copy"),
    ):
        done = run("verify", file)
        assert (done.returncode, done.stderr.startswith(f"{file} {said}"), done.stderr.count("\n")) == (1, True, 1)


def test_a_copy_is_restored_only_where_nothing_is(run, copy, scratch):
    before = (scratch / "cli.sqlite3").read_bytes()
    done = run("restore", copy)
    assert (done.returncode, "holds data already and is left as it is." in done.stderr) == (1, True)
    assert (scratch / "cli.sqlite3").read_bytes() == before
    done = run("restore", copy, "--into", "sqlite:///again.sqlite3")
    assert done.returncode == 0, done.stderr
    restored = re.match(
        r"Restored as of \S+ \S+: (\d+ rows)\.\nErased again, as they had asked since: 0\.\n", done.stdout
    )
    assert restored is not None
    assert run("verify", copy).stdout.endswith(f", {restored[1]}\n")
    lists = [
        run("knowledge", "list", DATABASE_URL=url).stdout
        for url in ("sqlite:///cli.sqlite3", "sqlite:///again.sqlite3")
    ]
    assert lists[0] == lists[1] != ""


def test_without_what_lies_beside_it_is_said_who_is_there_again(run, copy, scratch, tmp_path):
    alone = tmp_path / copy.name
    alone.write_bytes(copy.read_bytes())
    done = run("restore", alone, "--into", f"sqlite:///{tmp_path}/new.sqlite3", BACKUP_DIR=str(tmp_path))
    assert (done.returncode, "There is no afterword.json beside the copy" in done.stdout) == (0, True)
    (tmp_path / "afterword.json").write_text("{}")
    done = run("restore", alone, "--into", f"sqlite:///{tmp_path}/newer.sqlite3", BACKUP_DIR=str(tmp_path))
    assert (done.returncode, "afterword.json cannot be read." in done.stderr) == (1, True)


def test_an_installation_moves_to_a_server_and_back(run, tmp_path):
    url = server().database(tmp_path / "server", template=EMPTY)
    done = run("move", "--to", url)
    assert done.returncode == 0, done.stderr
    n_rows = int(re.match(r"Moved: (\d+) rows", done.stdout)[1])
    done = run("move", "--to", url)
    assert (done.returncode, "holds data already" in done.stderr) == (1, True)
    done = run("move", "--to", f"sqlite:///{tmp_path}/back.sqlite3", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert int(re.match(r"Moved: (\d+) rows", done.stdout)[1]) == n_rows
    done = run("move", "--to", "mysql://nowhere")
    assert (done.returncode, done.stderr.startswith("The address of the database: must start with")) == (2, True)
