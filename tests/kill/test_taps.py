"""A tap that was answered is on disk, whatever ends the bot; one that was not is counted as soon as it is back."""

import random
import time
from collections import Counter

import pytest

from tests.support.bursts import move_in
from tests.support.databases import look
from tests.support.processes import wait_until_listening
from tests.support.roundfile import ballots, prepare

pytestmark = pytest.mark.long

VOTERS, KILLS = 40, 50


@pytest.fixture
def key(server, bot, tmp_path):
    """Everybody has the sheet of an open round before them."""
    key = prepare(tmp_path / "viche.sqlite3")
    bot.start()
    wait_until_listening(server, bot)
    move_in(server, VOTERS)
    server.do("load", people=VOTERS, total=VOTERS, texts=["/vote"])
    return key


def after(taps):
    """What a ballot holds after these taps, and how many of them changed it."""
    chosen, n_changes = {}, 0
    for option, value in taps:
        before = dict(chosen)
        chosen.pop(option, None)
        chosen |= {option: 1} if value else {}
        n_changes += chosen != before
    return chosen, n_changes


def check(told, kept):
    """Nothing that was answered is missing, and nothing is there that nobody tapped; return how many still waited."""
    n_waiting = 0
    for person, voter in told.items():
        taps, n_told = voter["taps"], voter["n_told"]
        had = kept.get(int(person), ({}, 0))
        possible = [after(taps[:n]) for n in range(n_told, len(taps) + 1)]
        assert had in possible, f"{person} was told of {n_told} of {taps}, kept is {had}"
        n_waiting += n_told < len(taps)
    return n_waiting


def test_kill_between_tap_and_answer(server, bot, key, tmp_path):
    path, people, chance, in_flight = tmp_path / "viche.sqlite3", range(1, VOTERS + 1), random.Random(50), 0
    server.do("begin_to_tap", people=VOTERS)
    for _ in range(KILLS):
        n_edits = server.count("editMessageText")
        assert server.do("wait", method="editMessageText", count=n_edits + VOTERS // 2)
        time.sleep(chance.uniform(0, 0.3))
        bot.kill()
        in_flight += check(server.do("tapped"), ballots(path, key, people))
        bot.start()
    server.do("end_tapping")
    wait_until_worked_off(server, path)
    told, kept = server.do("tapped"), ballots(path, key, people)
    assert kept == {int(person): after(voter["taps"]) for person, voter in told.items() if voter["taps"]}
    n_taps = sum(len(voter["taps"]) for voter in told.values())
    n_told = sum(voter["n_answered"] for voter in told.values())
    print(f"\n{KILLS} kills, {n_taps} taps, {n_told} answered in time, {in_flight} times somebody waited at a kill")
    assert in_flight >= KILLS, "too few waited to show anything"
    wanted = Counter(option for voter in told.values() for option in after(voter["taps"])[0])
    assert Counter(option for chosen, _ in kept.values() for option in chosen) == wanted
    assert shown(server, people) == {person: set(chosen) for person, (chosen, _) in kept.items()}


def wait_until_worked_off(server, path, patience_s=60):
    """Wait until every tap has been taken from Telegram and from the database."""
    until = time.monotonic() + patience_s
    while server.do("calls")["pending"] or n_stored(path):
        assert time.monotonic() < until, "updates still wait"
        time.sleep(0.2)


def n_stored(path):
    return look(path, "SELECT count(*) FROM updates WHERE state != 'done'")[0][0]


def shown(server, people):
    """What each person's card says is chosen: those options whose button would take them away."""
    found = {}
    for person in people:
        cards = [one["buttons"] for one in server.do("chat", person=person)["messages"] if one["from_bot"]]
        values = [[button["value"].split(":") for row in card for button in row] for card in cards]
        newest = [card for card in values if any(map(is_choice, card))][-1]
        found[person] = {int(option) for prefix, _, option, value, *_ in filter(is_choice, newest) if value == "0"}
    return found


def is_choice(fields):
    return fields[0] == "t1" and len(fields) > 3
