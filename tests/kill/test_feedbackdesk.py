"""An act of staff and its notice are one: a kill leaves both or neither, and the notice arrives afterwards."""

import asyncio
import json
import random
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.app import open_services
from bot.domain.feedback import Draft
from bot.domain.people import Role
from bot.settings import read_settings
from handlers.callbacks import CloseFeedback, OpenDeskCard, ReopenFeedback, pack
from tests.support.bursts import move_in
from tests.support.databases import look, url_of
from tests.support.processes import viche, wait_until_listening

pytestmark = pytest.mark.long

PIECES, KILLS = 20, 8
"""Each piece has an author and somebody of the staff of its own, to whom the head gave it."""

HEAD = 2 * PIECES + 1

CLOSED = "має стан: закрито"


def where_it_is_noon():
    """A zone in which nobody is asleep, whenever the test runs."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}"


@pytest.fixture
def bot(server, tmp_path):
    program = viche(server, tmp_path, TIMEZONE=where_it_is_noon())
    yield program
    program.close()


async def prepare(path):
    """Send every piece and give it to its colleague; return their numbers by the colleagues' Telegram ids."""
    settings = read_settings(_env_file=None, database_url=url_of(path), timezone=where_it_is_noon())
    async with open_services(settings) as (_, services):
        keys = {}
        await services.people.grant(HEAD, Role.STAFF)
        head = await services.people.recognise(HEAD, "uk")
        for author in range(1, PIECES + 1):
            staff = PIECES + author
            await services.people.grant(staff, Role.STAFF)
            sender, colleague = [await services.people.recognise(one, "uk") for one in (author, staff)]
            key = (await services.feedback.send(sender, Draft("zhytomyr", f"Ями на вулиці {author}"))).id
            keys[staff] = key
            await services.feedbackdesk.assign(head, key, colleague.id, None)
        return keys


CLOSINGS = "SELECT about FROM audit JOIN audit_details ON entry = id WHERE detail = 'closed'"
NEWEST = "SELECT about, detail FROM audit JOIN audit_details ON entry = id ORDER BY id"


def check(path):
    """Say that of every piece as many closings were noted in the trail as are told; return how many that are."""
    trail = Counter(about for (about,) in look(path, CLOSINGS))
    told = Counter(
        cause.rpartition(":")[0]
        for cause, params in look(path, "SELECT cause, params FROM notices")
        if json.loads(params).get("state") == "closed"
    )
    assert told == trail
    newest = dict(look(path, NEWEST))
    for key, state in look(path, "SELECT id, state FROM feedback"):
        assert (state == "closed") == (newest[f"feedback:{key}"] == "closed")
    return trail.total()


def n_waiting(path):
    return look(path, "SELECT count(*) FROM updates WHERE state != 'done'")[0][0]


def wait(until, patience_s=60):
    end = time.monotonic() + patience_s
    while not until():
        assert time.monotonic() < end, "it does not come to rest"
        time.sleep(0.1)


def pressed(server, staff, what, timeout_s=5):
    """Press what is offered, or will be as soon as the card before it has changed."""
    wait(lambda: is_offered(server, staff, what))
    server.do("press", person=staff, what=what, timeout_s=timeout_s)


def is_offered(server, staff, what):
    """Look at every card: what pops up no more, since its press was answered before the kill, comes as one below."""
    cards = [one for one in server.do("chat", person=staff)["messages"] if one["from_bot"]]
    return any(button["value"] == what for card in cards for row in card["buttons"] for button in row)


def test_kill_while_staff_close_feedback(server, bot, tmp_path):
    path, chance, cut_off = tmp_path / "viche.sqlite3", random.Random(10), 0
    bot.start()
    wait_until_listening(server, bot)
    move_in(server, HEAD)
    assert bot.stop() == 0
    keys = asyncio.run(prepare(path))
    bot.start()
    wait(lambda: not look(path, "SELECT id FROM notices WHERE state = 'waiting'"))
    for staff, key in keys.items():
        pressed(server, staff, pack(OpenDeskCard(key)))
    for number in range(1, KILLS + 1):
        for staff, key in keys.items():
            pressed(server, staff, pack(CloseFeedback(key, 0)))
        for staff, key in keys.items():
            pressed(server, staff, pack(CloseFeedback(key, 1)), timeout_s=0)
        time.sleep(chance.uniform(0, 0.15))
        bot.kill()
        n_done = check(path)
        cut_off += number * PIECES - n_done
        bot.start()
        wait(lambda: not server.do("calls")["pending"] and not n_waiting(path))
        assert check(path) == number * PIECES
        for staff, key in keys.items():
            if not is_offered(server, staff, pack(ReopenFeedback(key))):
                pressed(server, staff, pack(OpenDeskCard(key)))  # it was closed, but the card was not changed any more
            pressed(server, staff, pack(ReopenFeedback(key)))
    wait(lambda: not look(path, "SELECT id FROM notices WHERE state = 'waiting'"))
    chats = server.do("chats")
    heard = [sum(by_bot and CLOSED in text for by_bot, text in chats[str(author)]) for author in range(1, PIECES + 1)]
    twice = sum(heard) - KILLS * PIECES
    print(f"\n{KILLS} kills, {KILLS * PIECES} closings, {cut_off} not yet done at a kill, {twice} told twice")
    assert cut_off, "no kill came in between"
    assert min(heard) >= KILLS
    assert twice <= KILLS * PIECES // 10
