"""Two processes on one database: refused on a file; on PostgreSQL one stands by and takes over from the dead."""

import pytest

from tests.support.bursts import ask, learn_answers, move_in, wait_until_answered
from tests.support.databases import server as postgres
from tests.support.processes import viche

pytestmark = pytest.mark.long

PEOPLE, MESSAGES, KILLS = 40, 200, 4
UNDER_WAY = 16
"""Most answers that may be sent and not yet noted on disk: one for each worker."""

STANDS_BY, RUNS = "this one stands by", "the bot is running"


def test_a_second_process_on_the_same_file_is_refused(server, tmp_path):
    url = f"sqlite:///{tmp_path / 'viche.sqlite3'}"
    first, second = (viche(server, folder(tmp_path, name), DATABASE_URL=url) for name in ("first", "second"))
    try:
        first.start().wait_until_said(RUNS)
        assert second.start().wait() == 1
        assert "Another process of the bot runs on this database." in second.said
        first.kill()
        second.start().wait_until_said(RUNS)
        assert second.stop() == 0
    finally:
        first.close()
        second.close()


def test_whoever_stands_by_takes_over_from_the_killed_and_every_question_is_answered(server, tmp_path):
    url = postgres().database(tmp_path / "viche")
    serving, waiting = (viche(server, folder(tmp_path, name), DATABASE_URL=url) for name in ("first", "second"))
    try:
        serving.start().wait_until_said(RUNS)
        waiting.start().wait_until_said(STANDS_BY)
        move_in(server, PEOPLE)
        answers = learn_answers(server)
        for _ in range(KILLS):
            before = server.count("sendMessage")
            ask(server, answers, PEOPLE, MESSAGES)
            server.do("wait", method="sendMessage", count=before + MESSAGES // 3)
            serving.kill()
            waiting.wait_until_said(RUNS)
            serving, waiting = waiting, serving
            waiting.start().wait_until_said(STANDS_BY)
        found = wait_until_answered(server, answers, quiet_s=20)
        assert found.never == 0
        assert found.twice <= KILLS * UNDER_WAY
        assert serving.stop() == 0
        waiting.wait_until_said(RUNS)
        assert waiting.stop() == 0
    finally:
        serving.close()
        waiting.close()


def folder(under, name):
    made = under / name
    made.mkdir()
    return made
