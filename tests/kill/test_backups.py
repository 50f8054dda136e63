"""`kill -9` and a power cut, whatever is being done: no half copy, no half database; what was confirmed is there."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from bot.domain.errors import Unavailable
from bot.storage.backups import back_up, verify
from bot.storage.copying import check_empty
from tests.bot.storage.test_backups import do
from tests.bot.storage.test_copying import rows
from tests.support.databases import EMPTY, on_sqlite, server
from tests.support.house import NOON, TOKEN
from tests.support.processes import ROOT

pytestmark = [pytest.mark.long, on_sqlite]

N_KILLS = 10
N_PEOPLE = 30_000
WRITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA synchronous=FULL")
for number in range(10**6):
    connection.execute("BEGIN IMMEDIATE")
    for half in "ab":
        connection.execute("INSERT INTO settlements VALUES ('1 pair', ?)", (f"{number}{half}",))
    connection.execute("COMMIT")
    print(number, flush=True)
"""

NEVER_EMPTIED = WRITE.replace("synchronous=FULL", "wal_autocheckpoint=0")
"""The same, with everything in the write-ahead log: how often SQLite empties it depends on the machine."""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """An installation of which copying takes a while."""
    folder = tmp_path_factory.mktemp("large")
    path = folder / "viche.sqlite3"
    run(folder, "grant", 1, "staff", url=f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection, connection:
        people = [(number, number, "uk", 1, "2026-11-22 10:00:00.000000") for number in range(1, N_PEOPLE + 1)]
        columns = "id, telegram_id, locale, consent_version, consent_at"
        connection.executemany(f"INSERT INTO people ({columns}) VALUES (?, ?, ?, ?, ?)", people)
        connection.execute("INSERT INTO mutes SELECT id, 'progress' FROM people")
        columns = "id, name, name_en, place, place_en, aliases, position"
        connection.execute(f"INSERT INTO communities ({columns}) VALUES ('1 pair', '', '', '', '', '[]', 9)")
    return path


def command(folder, *arguments, url):
    env = {**os.environ, "DATABASE_URL": url, "BACKUP_DIR": str(folder / "copies"), "BOT_TOKEN": TOKEN}
    env |= {"MEANING": "off", "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.Popen(program, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(folder, *arguments, url):
    said, wrong = command(folder, *arguments, url=url).communicate(timeout=120)
    assert wrong == ""
    return said


def killed(folder, *arguments, url):
    """Run it again and again, mostly killed before its end, which is learnt from those that reach it."""
    chance = random.Random(7)
    took_s = 3.0
    for _ in range(N_KILLS):
        program, begun = command(folder, *arguments, url=url), time.monotonic()
        try:
            program.wait(chance.uniform(0.2, 1.1) * took_s)
        except subprocess.TimeoutExpired:
            program.kill()
        program.communicate()
        if program.returncode == 0:
            took_s = time.monotonic() - begun
        yield program.returncode


def test_killed_while_it_copies(large, tmp_path) -> None:
    url, codes = f"sqlite:///{large}", []
    for code in killed(tmp_path, "backup", url=url):
        codes.append(code)
        named = list((tmp_path / "copies").glob("viche-*"))
        for file in named:
            verify(file)
        assert len(named) >= codes.count(0)  # more, where it was killed on its way out
    assert -9 in codes
    verify(tmp_path / run(tmp_path, "backup", url=url).strip())


def test_killed_while_it_restores(large, tmp_path) -> None:
    file = back_up(f"sqlite:///{large}", tmp_path / "copies", NOON)
    command_line, whole = ("restore", file), file.read_bytes()
    into, codes = tmp_path / "new.sqlite3", []
    for code in killed(tmp_path, *command_line, url=f"sqlite:///{into}"):
        codes.append(code)
        assert into.exists() or code != 0
        if into.exists():
            with closing(sqlite3.connect(into)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("SELECT count(*) FROM mutes").fetchall() == [(N_PEOPLE,)]
            into.unlink()
    assert -9 in codes
    assert "Restored" in run(tmp_path, *command_line, url=f"sqlite:///{into}")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    assert file.read_bytes() == whole


async def test_killed_while_it_moves_to_a_server(large, tmp_path) -> None:
    target, source, codes = server().database(tmp_path / "server", template=EMPTY), f"sqlite:///{large}", []
    for code in killed(tmp_path, "move", "--to", target, url=source):
        codes.append(code)
        if await is_filled(target):
            break
        assert code != 0
    assert -9 in codes
    if not await is_filled(target):
        assert "counts and checksums agree" in run(tmp_path, "move", "--to", target, url=source)
    assert await rows(target) == await rows(source)


async def is_filled(target) -> bool:
    try:
        await check_empty(target)
    except Unavailable as refusal:
        assert refusal.key == "backups.not_empty"  # noqa: PT017
        return True
    return False


def test_killed_while_it_is_written_to(large, tmp_path) -> None:
    path = tmp_path / "viche.sqlite3"
    shutil.copy(large, path)
    chance, n_confirmed = random.Random(3), 0
    for number in range(N_KILLS):
        do(path, "DELETE FROM settlements WHERE community = '1 pair'")
        program = subprocess.Popen([sys.executable, "-c", WRITE, path], stdout=subprocess.PIPE, text=True)
        time.sleep(chance.uniform(0.2, 1.0))
        program.kill()
        said, _ = program.communicate()
        confirmed = {int(line) for line in said.split()}
        file = back_up(f"sqlite:///{path}", tmp_path / "copies", NOON, tmp_path / f"{number}.sqlite3")
        there = pairs(file)
        assert confirmed <= there
        n_confirmed += len(confirmed)
        file.unlink()
    assert n_confirmed > 100


def test_a_power_cut_in_the_midst_of_the_write_ahead_log(large, tmp_path) -> None:
    """What a disk lost of the log's end is lost; everything before is whole, and so is its copy."""
    path = tmp_path / "viche.sqlite3"
    shutil.copy(large, path)
    program = subprocess.Popen([sys.executable, "-c", NEVER_EMPTIED, path], stdout=subprocess.PIPE, text=True)
    time.sleep(1.0)
    program.kill()
    program.communicate()
    wal = path.with_name(f"{path.name}-wal").read_bytes()
    sizes = []
    assert len(wal) > 100_000
    for number in range(N_KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(path, folder)
        (folder / "viche.sqlite3-wal").write_bytes(wal[: random.Random(number).randrange(len(wal))])
        there = pairs(back_up(f"sqlite:///{folder / path.name}", folder, NOON))
        assert there == set(range(len(there)))
        sizes.append(len(there))
    assert len(set(sizes)) > 3


def pairs(file) -> set[int]:
    """The numbers of which both halves are there; a half without the other fails."""
    with closing(sqlite3.connect(file)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM settlements WHERE community = '1 pair'")}
    numbers = {int(name[:-1]) for name in names}
    assert names == {f"{number}{half}" for number in numbers for half in "ab"}
    return numbers
