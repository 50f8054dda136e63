"""What Telegram, the disk and the operator do to a bot: it recovers by itself, or says in one line what to do."""

import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from tests.support.bursts import UNDER_WAY, ask, learn_answers, move_in, wait_until_answered
from tests.support.databases import ON_POSTGRES, look, on_sqlite
from tests.support.processes import TOKEN, viche, wait_until_listening

pytestmark = pytest.mark.long

PEOPLE = 20
SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def answers(server, bot):
    bot.start()
    wait_until_listening(server, bot)
    move_in(server, PEOPLE)
    return learn_answers(server)


def refused(program, code=1):
    """Start a program that cannot work; return its one line."""
    assert program.start().wait(60) == code
    lines = program.said.strip().splitlines()
    assert len(lines) == 1, program.said
    assert SECRET not in program.said
    return lines[0]


def test_telegram_is_down_at_the_start(server, bot):
    server.do("down")
    server.do("say", person=1, text="/start")
    bot.start()
    bot.wait_until_said("Telegram does not answer")
    assert bot.alive
    server.do("up")
    assert server.do("wait", method="sendMessage", count=1)
    assert SECRET not in bot.said


def test_telegram_goes_away_in_the_middle(server, bot, answers):
    before = server.count("sendMessage")
    ask(server, answers, PEOPLE, 100)
    server.do("wait", method="sendMessage", count=before + 20)
    server.do("down")
    time.sleep(2)
    server.do("up")
    found = wait_until_answered(server, answers, quiet_s=20)
    # A connection that breaks may have carried the answer already: those under way may come twice, none is lost.
    assert found.never == 0
    assert found.twice <= UNDER_WAY
    assert SECRET not in bot.said


@pytest.mark.parametrize(
    ("status", "said", "retry_after"),
    [
        (502, "Bad Gateway", None),
        (500, "Internal Server Error", None),
        (429, "Too Many Requests: retry after 1", 1),
    ],
)
def test_telegram_refuses_for_a_while(server, bot, answers, status, said, retry_after):
    for method, times in (("sendMessage", 30), ("getUpdates", 3)):
        server.do("fail", method=method, status=status, description=said, retry_after=retry_after, times=times)
    ask(server, answers, PEOPLE, 100)
    found = wait_until_answered(server, answers, quiet_s=20)
    assert (found.never, found.twice) == (0, 0)


def test_a_second_poller(server, bot, answers):
    """Telegram ends the poll of the first; it says so once and goes on as soon as the other is gone."""
    for _ in range(3):
        server.call("getUpdates", timeout=0)
        time.sleep(0.1)
    bot.wait_until_said("another process polls with this token")
    ask(server, answers, PEOPLE, 100)
    found = wait_until_answered(server, answers, quiet_s=25)
    assert (found.never, found.twice) == (0, 0)
    assert bot.said.count("another process polls") == 1


@contextmanager
def held(path, how_long_s=8):
    """Write something else meanwhile, and for longer than whatever is done."""
    if ON_POSTGRES:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(look, path, f"SELECT pg_advisory_xact_lock(8658), pg_sleep({how_long_s})")
            yield
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        time.sleep(how_long_s)
        other.execute("ROLLBACK")


def test_the_database_is_locked_for_some_seconds(server, bot, answers, tmp_path):
    with held(tmp_path / "viche.sqlite3"):
        ask(server, answers, PEOPLE, 100)
    found = wait_until_answered(server, answers, quiet_s=25)
    assert (found.never, found.twice) == (0, 0)


@on_sqlite
@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_database(server, bot, answers, tmp_path):
    bot.stop()
    bot._log.unlink()
    for file in tmp_path.glob("viche.sqlite3*"):
        file.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert "cannot be" in refused(bot)
    finally:
        tmp_path.chmod(0o755)


def test_a_database_in_a_place_that_cannot_be_written(server, tmp_path):
    program = viche(server, tmp_path, DATABASE_URL="sqlite:////proc/viche/viche.sqlite3")
    assert "cannot be opened" in refused(program)


@on_sqlite
def test_a_file_that_is_no_database(server, tmp_path):
    (tmp_path / "viche.sqlite3").write_bytes(b"these are the minutes of the last session\n" * 100)
    assert "not a database" in refused(viche(server, tmp_path))


def test_a_wrong_token(server, tmp_path):
    assert "rejects BOT_TOKEN" in refused(viche(server, tmp_path, BOT_TOKEN="123456789:" + "x" * 35))


def test_no_token(server, tmp_path):
    assert "BOT_TOKEN is not set" in refused(viche(server, tmp_path, BOT_TOKEN=""), code=2)
