"""Every notice arrives, however often the bot is killed; twice at most those that were sent and not yet noted."""

import asyncio
import random
import time
from collections import Counter

import pytest

from bot.domain.notices import Notice, NoticeKind
from bot.domain.time import utc_now
from bot.storage import notices
from tests.support.databases import look
from tests.support.house import FakeClock
from tests.support.polls import open_polls
from tests.support.processes import wait_until_listening

pytestmark = pytest.mark.long

PEOPLE, EACH, KILLS = 40, 15, 20


def title(number):
    return f"Опитування {number}."


async def queue(path):
    """Tell everybody fifteen things that are told at any hour."""
    async with open_polls(path, FakeClock(utc_now())) as polls:
        people = await polls.voters(*range(1, PEOPLE + 1))
        told = [
            Notice(one.id, f"c{number}", NoticeKind.STAFF_FLAG, said(number), polls.clock.now)
            for number in range(EACH)
            for one in people
        ]
        await polls.database.write(lambda connection: notices.add(connection, told))


def said(number):
    return {"round": 1, "title": title(number), "flag": "coercion"}


def arrived(server):
    """How often each person was told each thing."""
    return Counter(
        (int(person), number)
        for person, messages in server.do("chats").items()
        for by_bot, text in messages
        for number in range(EACH)
        if by_bot and title(number) in text
    )


def waiting(path):
    """What the database takes for not sent yet."""
    asked = "SELECT telegram_id, cause FROM notices JOIN people ON people.id = person WHERE state = 'waiting'"
    return {(person, int(cause[1:])) for person, cause in look(path, asked)}


def test_kill_while_notices_are_sent(server, bot, tmp_path):
    path, chance, in_flight = tmp_path / "viche.sqlite3", random.Random(20), 0
    bot.start()
    wait_until_listening(server, bot)
    server.do("load", people=PEOPLE, total=PEOPLE, texts=["/start"])
    assert bot.stop() == 0
    asyncio.run(queue(path))
    bot.start()
    for _ in range(KILLS):
        before = server.count("sendMessage")
        assert server.do("wait", method="sendMessage", count=before + PEOPLE * EACH // (KILLS + 5))
        time.sleep(chance.uniform(0, 0.1))
        bot.kill()
        in_flight += len(arrived(server).keys() & waiting(path))
        bot.start()
    until = time.monotonic() + 120
    while waiting(path):
        assert time.monotonic() < until, f"{len(waiting(path))} notices still wait"
        time.sleep(0.5)
    told = arrived(server)
    twice = told.total() - len(told)
    print(f"\n{KILLS} kills, {PEOPLE * EACH} notices, {in_flight} sent and not noted, {twice} arrived twice")
    assert set(told) == {(person, number) for person in range(1, PEOPLE + 1) for number in range(EACH)}
    assert twice <= in_flight
