"""Nothing that a person wrote is lost, whatever ends the bot."""

import random
import signal
import time

import pytest

from tests.support.bursts import UNDER_WAY, ask, count, learn_answers, move_in, wait_until_answered
from tests.support.databases import look
from tests.support.processes import TOKEN, wait_until_listening

pytestmark = pytest.mark.long

PEOPLE, MESSAGES, KILLS = 60, 300, 3
SECRET = TOKEN.partition(":")[2]


def settle(server, bot):
    bot.start()
    wait_until_listening(server, bot)
    move_in(server, PEOPLE)
    return learn_answers(server)


def test_kill_at_any_moment_loses_nothing(server, bot):
    answers = settle(server, bot)
    before = server.count("sendMessage")
    ask(server, answers, PEOPLE, MESSAGES)
    chance = random.Random(2026)
    for number in range(1, KILLS + 1):
        # Each kill comes a little later, and once before anything was answered at all after a start.
        server.do("wait", method="sendMessage", count=before + number * MESSAGES // (KILLS + 2))
        time.sleep(chance.uniform(0, 0.2))
        bot.kill()
        bot.start()
    bot.wait_until_said("the bot is running")
    found = wait_until_answered(server, answers, quiet_s=20)
    assert found.asked >= MESSAGES
    assert found.never == 0
    assert found.twice <= KILLS * UNDER_WAY
    assert SECRET not in bot.said


def test_stop_in_the_middle_answers_each_once(server, bot):
    answers = settle(server, bot)
    for _ in range(2):
        before = server.count("sendMessage")
        ask(server, answers, PEOPLE, MESSAGES)
        assert server.do("wait", method="sendMessage", count=before + MESSAGES // 4)
        began = time.monotonic()
        assert bot.stop() == 0
        assert time.monotonic() - began < 8
        assert count(server, answers).never, "the stop came too late to show anything"
        bot.start().wait_until_said("the bot is running")
        found = wait_until_answered(server, answers, quiet_s=20)
        assert (found.never, found.twice) == (0, 0)


def test_interrupt_from_the_keyboard_is_a_clean_stop(server, bot):
    bot.start()
    wait_until_listening(server, bot)
    bot.process.send_signal(signal.SIGINT)
    assert bot.wait() == 0
    assert "Traceback" not in bot.said


def test_what_was_stored_is_not_answered_again(server, bot, tmp_path):
    """Telegram repeats what was not confirmed; the bot knows it by its number."""
    answers = settle(server, bot)
    ask(server, answers, PEOPLE, MESSAGES)
    bot.kill()
    assert look(tmp_path / "viche.sqlite3", "SELECT count(*) FROM updates") > [(0,)]
    bot.start().wait_until_said("the bot is running")
    found = wait_until_answered(server, answers, quiet_s=20)
    assert found.never == 0
    assert found.twice <= UNDER_WAY
    time.sleep(1)
    assert count(server, answers) == found
