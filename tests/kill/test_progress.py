"""A report and what its followers are told of it are one: both on disk or neither, whenever the bot is killed."""

import asyncio
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from bot.domain.progress import Follow, FollowKind
from bot.domain.time import utc_now
from bot.services.progress import is_promise
from handlers.callbacks import SaveReport, SayOfGoal, pack
from tests.support.databases import look
from tests.support.house import FakeClock
from tests.support.polls import open_polls
from tests.support.processes import viche, wait_until_listening

pytestmark = pytest.mark.long

GOALS, STAFF, KILLS = 80, 4, 20
FOLLOWERS = range(1, GOALS + 1)
"""Each follows one goal, of which no other is a part."""
REPORTERS = range(GOALS + 1, GOALS + STAFF + 1)
SAVED = "Збережено"
NEWS, ASKED = "Змінився стан виконання цілей", "цю ціль виконано"


def noon_somewhere(now: datetime) -> str:
    """A time zone where it is about noon: neither night, nor near the hour at which followers are told."""
    return f"Etc/GMT{now.hour - 12:+d}"


async def prepare(path):
    """Let everybody agree and follow a goal; return the goals."""
    async with open_polls(path, FakeClock(utc_now())) as polls:
        await polls.services.entries.load()
        shelf = polls.services.entries.shelf
        leaves = [n for n, entry in shelf.by_id.items() if not shelf.library.children(entry)]
        goals = [n for n in leaves if is_promise(shelf, n)][:GOALS]
        for person, goal in zip(await polls.voters(*FOLLOWERS), goals, strict=True):
            await polls.services.progress.follow(person, Follow(FollowKind.ENTRY, str(goal)))
        for person in REPORTERS:
            await polls.staff(person)
        return goals


def report(server, person, goals):
    """Report on goals one after another; return those whose saving was answered."""
    saved = []
    for goal in goals:
        what = [pack(SayOfGoal(goal, "status", "done")), pack(SaveReport(goal))]
        for data in what:
            markup = {"inline_keyboard": [[{"text": data, "callback_data": data}]]}
            server.call("sendMessage", chat_id=person, text="картка", reply_markup=markup)
            answer = server.do("press", person=person, what=data)
        if answer and SAVED in answer["text"]:
            saved.append(goal)
    return saved


def check(path, goals):
    """Who follows a goal that was reported on is to be told and asked; nobody else is. Return the goals reported on."""
    reported = [entry for (entry,) in look(path, "SELECT entry FROM reports")]
    assert len(reported) == len(set(reported))
    told = Counter(look(path, "SELECT telegram_id, kind FROM notices JOIN people ON people.id = person"))
    wanted = {(goals.index(entry) + 1, kind): 1 for entry in reported for kind in ("progress", "seen_asked")}
    assert told == wanted
    return set(reported)


def arrived(server):
    """How often each follower was told, and asked."""
    chats = server.do("chats")
    return Counter(
        (person, words)
        for person in FOLLOWERS
        for by_bot, text in chats[str(person)]
        for words in (NEWS, ASKED)
        if by_bot and words in text
    )


def test_kill_while_staff_report_and_while_followers_are_told(server, tmp_path):
    path, chance = tmp_path / "viche.sqlite3", random.Random(31)
    goals = asyncio.run(prepare(path))
    bot = viche(server, tmp_path, TIMEZONE=noon_somewhere(utc_now())).start()
    try:
        wait_until_listening(server, bot)
        server.do("load", people=GOALS + STAFF, total=GOALS + STAFF, texts=["/help"])
        n_reported = _report_and_kill(server, bot, path, goals, chance)
        assert bot.stop() == 0
        look(path, "UPDATE notices SET due_at = (SELECT min(reported_at) FROM reports)")
        in_flight = _tell_and_kill(server, bot, path, chance)
    finally:
        bot.close()
    told = arrived(server)
    twice = told.total() - len(told)
    print(f"\n{KILLS} kills, {len(goals)} reports, on disk at each kill {n_reported}; {twice} notices arrived twice")
    assert set(told) == {(person, words) for person in FOLLOWERS for words in (NEWS, ASKED)}
    assert twice <= in_flight


def _report_and_kill(server, bot, path, goals, chance):
    """Kill while staff report; return how many goals were reported on at each kill."""
    n_reported = []
    with ThreadPoolExecutor(STAFF) as threads:
        parts = [goals[number::STAFF] for number in range(STAFF)]
        working = [threads.submit(report, server, *work) for work in zip(REPORTERS, parts, strict=True)]
        for _ in range(KILLS):
            before = server.count("answerCallbackQuery")
            assert server.do("wait", method="answerCallbackQuery", count=before + GOALS // KILLS)
            time.sleep(chance.uniform(0, 0.05))
            bot.kill()
            n_reported.append(len(check(path, goals)))
            bot.start()
        saved = {goal for one in working for goal in one.result()}
    until = time.monotonic() + 60
    while check(path, goals) != set(goals):
        assert time.monotonic() < until, f"nothing is known of {set(goals) - check(path, goals)}"
        time.sleep(0.2)
    assert len(saved) > GOALS // 2
    assert n_reported[0] < n_reported[KILLS // 2] < n_reported[-1] <= GOALS
    return n_reported


def _tell_and_kill(server, bot, path, chance):
    """Kill while followers are told; return how many notices had arrived that were not noted as sent."""
    waiting = "SELECT count(*) FROM notices WHERE state = 'waiting'"
    in_flight, until = 0, time.monotonic() + 120
    bot.start()
    while look(path, waiting) != [(0,)]:
        assert time.monotonic() < until
        before = server.count("sendMessage")
        if server.do("wait", method="sendMessage", count=before + 15, timeout_s=10):
            time.sleep(chance.uniform(0, 0.1))
            bot.kill()
            [(n_waiting,)] = look(path, waiting)
            in_flight += len(arrived(server)) - (2 * GOALS - n_waiting)
            bot.start()
    return in_flight
