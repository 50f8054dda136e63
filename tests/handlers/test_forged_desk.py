"""Buttons of the desk with payloads that nobody was given: no incident, no change, every press answered."""

import asyncio
import random
from dataclasses import fields

from structlog.testing import capture_logs

from bot.transport.local.state import Query
from bot.transport.local.world import CALLBACK_LIFETIME
from handlers import gate
from handlers.callbacks import MAX_NUMBER
from handlers.callbacks.packing import _PREFIX_OF
from handlers.routes import DESK
from tests.support.rounds import draft, opened, sheet

NUMBERS = (0, 1, 2, 3, 7, 60, 999, MAX_NUMBER - 1)
WORDS = (
    *(
        "",
        "ask",
        "yes",
        "extended",
        "cancelled",
        "annulled",
        "none",
        "now",
        "monday",
        "approval",
        "EQUAL_SHARES",
        "9999",
    ),
    *(
        "title",
        "announced_at",
        "sealed_at",
        "id",
        "limit",
        "opens_at",
        "results_at",
        "declaration",
        "classes",
        "__class__",
    ),
    *("zhytomyr", "atlantis", "zhytomyr-oblast-2027", "left-opposition-2020", "bought", "K7MQ2X9P4R-1", "zustrich"),
)
N_TRIES = 20
"""For each kind of button: 660 presses take a few seconds."""


async def _press(house, person, data):
    number = house.telegram.number()
    query = Query(str(number), person.account, house.clock(), asyncio.get_running_loop().create_future())
    house.telegram.ask(house.telegram.callbacks, query, CALLBACK_LIFETIME)
    body = {"id": query.id, "from": person.account.api, "chat_instance": "1", "data": data}
    card = person.last
    message = {"message_id": card.id, "date": 1, "chat": {"id": person.id, "type": "private", "first_name": "І"}}
    await house.app.intake.take([{"update_id": 2**40 + number, "callback_query": body | {"message": message}}])
    return query


async def test_forged_presses_of_a_resident_change_nothing(house, monkeypatch):
    monkeypatch.setattr(gate, "BURST", 10**9)
    olena = await house.resident()
    await opened(house)
    await draft(house)
    before = [await sheet(house, key) for key in (1, 2)]
    chance = random.Random(4)
    queries = []
    with capture_logs() as logs:
        for kind in DESK:
            for _ in range(N_TRIES):
                values = [str(chance.choice(NUMBERS if field.type is int else WORDS)) for field in fields(kind)]
                queries.append(await _press(house, olena.person, ":".join([_PREFIX_OF[kind], *values])))
        await house.settle()
    assert [entry for entry in logs if entry["log_level"] in ("error", "critical")] == []
    assert all(query.answer.done() for query in queries)
    assert [await sheet(house, key) for key in (1, 2)] == before


async def test_forged_presses_of_staff_break_nothing(house, monkeypatch):
    monkeypatch.setattr(gate, "BURST", 10**9)
    iryna = await house.staff()
    await opened(house)
    await draft(house)
    before = (await sheet(house, 1)).round
    chance = random.Random(5)
    queries = []
    with capture_logs() as logs:
        for kind in DESK:
            for _ in range(N_TRIES):
                values = [str(chance.choice(NUMBERS if field.type is int else WORDS)) for field in fields(kind)]
                queries.append(await _press(house, iryna.person, ":".join([_PREFIX_OF[kind], *values])))
                if not len(queries) % 50:
                    await house.settle()
        await house.settle()
    assert [entry for entry in logs if entry["log_level"] in ("error", "critical")] == []
    assert all(query.answer.done() for query in queries)
    after = (await sheet(house, 1)).round
    assert (after.title, after.opens_at, after.closes_at, after.ending) == (
        before.title,
        before.opens_at,
        before.closes_at,
        None,
    )
