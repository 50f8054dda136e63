"""Feedback is kept as it is written and sent once, whatever ends the bot."""

import random

import pytest

from handlers.callbacks import SendFeedback, pack
from tests.kill.test_taps import wait_until_worked_off
from tests.support.bursts import move_in
from tests.support.databases import look
from tests.support.processes import wait_until_listening

pytestmark = pytest.mark.long

PEOPLE, ROUNDS = 40, 3
"""Rounds of everybody writing and sending: as much as one person may send in an hour."""


def test_kill_while_feedback_is_written_and_sent(server, bot, tmp_path):
    path, chance, wanted, n_unfinished = tmp_path / "viche.sqlite3", random.Random(5), [], [0, 0]
    bot.start()
    wait_until_listening(server, bot)
    move_in(server, PEOPLE)
    for number in range(ROUNDS):
        text = f"Ямка {number}-{{n}} на вулиці"
        server.do("load", people=PEOPLE, total=PEOPLE, texts=["/feedback"])
        n_shown = server.count("sendMessage")
        server.do("burst", people=PEOPLE, text=text)
        assert server.do("wait", method="sendMessage", count=n_shown + chance.randrange(PEOPLE // 2))
        n_unfinished[0] += kill(server, bot, path, lambda: PEOPLE - len(look(path, "SELECT 1 FROM drafts")))
        written = sorted(text.format(n=n) for n in range(PEOPLE))
        assert sorted(text for (text,) in look(path, "SELECT text FROM drafts")) == written
        n_sent = server.count("editMessageText")
        for person in range(1, PEOPLE + 1):
            server.do("press", person=person, what=pack(SendFeedback()), timeout_s=0)
        assert server.do("wait", method="editMessageText", count=n_sent + chance.randrange(PEOPLE // 2))
        n_unfinished[1] += kill(server, bot, path, lambda: len(look(path, "SELECT 1 FROM drafts")))
        wanted += written
        assert look(path, "SELECT text FROM drafts") == []
        assert sorted(text for (text,) in look(path, "SELECT text FROM feedback")) == sorted(wanted)
    print(f"\n{2 * ROUNDS} kills, {n_unfinished[0]} drafts and {n_unfinished[1]} pieces of feedback were under way")
    assert all(n_unfinished), "the kills came too late to show anything"


def kill(server, bot, path, n_under_way):
    """Kill the bot and let it finish; return what `n_under_way` counted in between."""
    bot.kill()
    n = n_under_way()
    bot.start()
    wait_until_listening(server, bot)
    wait_until_worked_off(server, path)
    return n
