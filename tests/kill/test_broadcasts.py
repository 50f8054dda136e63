"""A broadcast reaches everybody, however often the bot is killed; twice at most what was in flight at a kill."""

import asyncio
import random
import time

import pytest

from tests.support.broadcasting import EDITORS, WORDS, approved
from tests.support.databases import look
from tests.support.processes import wait_until_listening


def states(path):
    rows = look(path, "SELECT telegram_id, state FROM deliveries JOIN people ON people.id = person")
    return {person: state for person, state in rows if person < EDITORS}


def received(server):
    return {int(person): n for person, n in server.do("received", text=WORDS).items()}


def run(server, bot, path, n_people, n_kills, chance, trouble=lambda: None):
    """Kill the bot again and again; return what everybody got, and how much was in flight at the kills."""
    server.do("limit", per_second=30)
    bot.start()
    wait_until_listening(server, bot)
    before, in_flight = {}, 0
    for _ in range(n_kills):
        trouble()
        n_sent = server.count("sendMessage")
        server.do("wait", method="sendMessage", count=n_sent + max(1, n_people // (n_kills + 2)), timeout_s=60)
        time.sleep(chance.uniform(0, 0.1))
        bot.kill()
        got, noted = received(server), states(path)
        in_flight += sum(n - before.get(person, 0) for person, n in got.items() if noted[person] == "waiting")
        before = got
        # As if the time had passed for which a row belongs to a bot that is dead.
        look(path, "UPDATE deliveries SET until_at = NULL WHERE state = 'waiting' AND n_attempts = 0")
        bot.start()
    until = time.monotonic() + 60 + n_people / 10
    while look(path, "SELECT state FROM broadcasts") != [("done",)]:
        assert time.monotonic() < until, look(path, "SELECT state, count(*) FROM deliveries GROUP BY state")
        time.sleep(0.3)
    return received(server), in_flight


@pytest.mark.parametrize(
    ("n_people", "n_kills"),
    [(90, 3), pytest.param(1000, 40, marks=pytest.mark.long), pytest.param(5000, 200, marks=pytest.mark.longest)],
)
def test_kill_while_a_broadcast_is_sent(server, bot, tmp_path, n_people, n_kills):
    path = tmp_path / "viche.sqlite3"
    asyncio.run(approved(path, n_people))
    server.do("move_in", people=n_people)
    got, in_flight = run(server, bot, path, n_people, n_kills, random.Random(n_kills))
    n_twice = sum(got.values()) - len(got)
    print(
        f"\n{n_kills} kills, {n_people} people, {len(got)} have it, {in_flight} in flight at the kills, "
        f"{n_twice} arrived twice, {server.do('refused')} went over the limit"
    )
    assert got.keys() == set(range(1, n_people + 1))
    assert n_twice <= in_flight
    assert states(path) == dict.fromkeys(range(1, n_people + 1), "sent")


@pytest.mark.long
def test_kill_while_telegram_is_in_trouble(server, bot, tmp_path):
    n_people, n_kills, blocked = 600, 20, range(1, 600, 30)
    path, chance = tmp_path / "viche.sqlite3", random.Random(20)
    asyncio.run(approved(path, n_people))
    server.do("move_in", people=n_people)
    for person in blocked:
        server.do("block", person=person)

    def trouble():
        server.do("fail", method="sendMessage", status=429, description="Too Many Requests", retry_after=1, times=2)
        server.do("fail", method="sendMessage", status=502, description="Bad Gateway", times=2)
        server.do("drop", method="sendMessage", times=2)

    got, in_flight = run(server, bot, path, n_people, n_kills, chance, trouble)
    n_twice, kept = sum(got.values()) - len(got), list(states(path).values())
    print(f"\n{n_kills} kills, {len(got)} of {n_people} have it, {in_flight} in flight, {n_twice} arrived twice")
    print({state: kept.count(state) for state in sorted(set(kept))})
    assert got.keys() == set(range(1, n_people + 1)) - set(blocked)
    assert n_twice <= in_flight
    assert kept.count("unreachable") == len(blocked)
    assert 0 < kept.count("unsure") <= 2 * n_kills
    assert kept.count("sent") + kept.count("unsure") == len(got)
