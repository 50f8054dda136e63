"""Several processes on one database: refused on a file; on PostgreSQL they share the work and replace the dead."""

import asyncio
import time

import pytest

from bot.services.outbox import N_UNDER_WAY
from tests.bench.contestants import free_port
from tests.support.broadcasting import WORDS, approved
from tests.support.bursts import UNDER_WAY, ask, learn_answers, move_in, wait_until_answered
from tests.support.databases import server as postgres
from tests.support.processes import viche

pytestmark = pytest.mark.long

PEOPLE, MESSAGES, KILLS = 40, 200, 4

STANDS_BY, RUNS, LEADS = "and stands by", "the bot is running", "this process leads"


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


def test_whoever_stands_by_polls_in_the_place_of_the_killed_and_every_question_is_answered(server, tmp_path):
    url = postgres().database(tmp_path / "viche")
    leading, waiting = (viche(server, folder(tmp_path, name), DATABASE_URL=url) for name in ("first", "second"))
    try:
        leading.start().wait_until_said(LEADS)
        waiting.start().wait_until_said(STANDS_BY)
        move_in(server, PEOPLE)
        answers = learn_answers(server)
        for _ in range(KILLS):
            before = server.count("sendMessage")
            ask(server, answers, PEOPLE, MESSAGES)
            server.do("wait", method="sendMessage", count=before + MESSAGES // 3)
            leading.kill()
            waiting.wait_until_said(LEADS)
            leading, waiting = waiting, leading
            waiting.start().wait_until_said(STANDS_BY)
        found = wait_until_answered(server, answers, quiet_s=20)
        assert found.never == 0
        assert found.twice <= KILLS * UNDER_WAY
        assert leading.stop() == 0
        waiting.wait_until_said(LEADS)
        assert waiting.stop() == 0
    finally:
        leading.close()
        waiting.close()


def test_two_behind_a_load_balancer_share_the_work_and_lose_nothing_when_either_dies(server, tmp_path):
    url, ports = postgres().database(tmp_path / "viche"), [free_port(), free_port()]
    both = [
        viche(
            server,
            folder(tmp_path, str(port)),
            DATABASE_URL=url,
            WEBHOOK_URL=f"http://127.0.0.1:{ports[0]}",
            WEB_PORT=str(port),
        )
        for port in ports
    ]
    try:
        for one in both:
            one.start().wait_until_said(RUNS)
        server.do("balance", ports=ports)
        move_in(server, PEOPLE)
        answers = learn_answers(server)
        for number in range(KILLS):
            before = server.count("sendMessage")
            ask(server, answers, PEOPLE, MESSAGES)
            server.do("wait", method="sendMessage", count=before + MESSAGES // 3)
            one = both[number % 2]
            one.kill()
            one.start().wait_until_said(RUNS)
        found = wait_until_answered(server, answers, quiet_s=20)
        assert found.never == 0
        assert found.twice <= KILLS * UNDER_WAY
        assert sum("taking up stored updates" in one.said for one in both) > 0
        assert [one.stop() for one in both] == [0, 0]
    finally:
        for one in both:
            one.close()


def test_a_broadcast_goes_on_from_whoever_leads_next_and_reaches_everybody(server, tmp_path):
    url = postgres().database(tmp_path / "viche")
    n_people, n_kills = 300, 3
    asyncio.run(approved(tmp_path / "viche", n_people, database_url=url))
    server.do("move_in", people=n_people)
    server.do("limit", per_second=30)
    leading, waiting = (viche(server, folder(tmp_path, name), DATABASE_URL=url) for name in ("first", "second"))
    try:
        leading.start().wait_until_said(LEADS)
        for _ in range(n_kills):
            waiting.start().wait_until_said(STANDS_BY)
            n_sent = server.count("sendMessage")
            assert server.do("wait", method="sendMessage", count=n_sent + 40, timeout_s=60)
            leading.kill()
            waiting.wait_until_said(LEADS)
            leading, waiting = waiting, leading
        until = time.monotonic() + 120
        while len(got := server.do("received", text=WORDS)) < n_people:
            assert time.monotonic() < until, len(got)
            time.sleep(0.5)
        assert sum(got.values()) - n_people <= n_kills * N_UNDER_WAY
        assert server.do("refused") == 0
    finally:
        leading.close()
        waiting.close()


def folder(under, name):
    made = under / name
    made.mkdir()
    return made
