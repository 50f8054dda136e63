"""/health tells the truth: what is broken is red, by its own word; it knows nothing of people."""

import asyncio
import sqlite3
from datetime import timedelta

import httpx
import pytest

from bot.domain.health import CHECKS, WELL
from bot.domain.notices import Notice, NoticeKind
from bot.services import watch as watch_module
from bot.storage import notices
from bot.storage import updates as stored
from bot.web.health import health_route
from bot.web.server import web_app
from tests.support.databases import ON_POSTGRES, on_sqlite
from tests.support.house import open_house
from tests.support.mailbox import mail_box, settings_of

LOOKED_AT = set(CHECKS) - (set() if ON_POSTGRES else {"presence", "sharing"})
"""On a file there is nobody to share with."""


@pytest.fixture(autouse=True)
def always_fresh(monkeypatch):
    monkeypatch.setattr(watch_module, "FRESH_S", -1)


async def ask(house, path="/health"):
    transport = httpx.ASGITransport(web_app([health_route(house.app.watch)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://viche") as client:
        return await client.get(path)


async def words(house):
    answer = await ask(house)
    assert answer.status_code == (503 if answer.json()["status"] == "red" else 200)
    return answer.json()["checks"]


async def red(house):
    """The checks of a house that is not well."""
    answer = await ask(house)
    assert (answer.status_code, answer.json()["status"]) == (503, "red")
    return {name: word for name, word in answer.json()["checks"].items() if word not in WELL}


async def test_a_bot_that_serves_people_is_green(house):
    olena = await house.resident()
    await olena.say("Де лікарня?")
    assert await words(house) == dict.fromkeys(LOOKED_AT - {"post"}, "ok") | {"backup": "elsewhere"}


async def test_letters_are_watched_where_they_are_sent(tmp_path):
    async with mail_box() as box, open_house(tmp_path / "v.sqlite3", **settings_of(box)) as house:
        assert set(await words(house)) == LOOKED_AT


@pytest.mark.parametrize("name", ["worker 0", "outbox", "timers", "retention", "database writer"])
async def test_a_dead_part_is_red(tmp_path, name):
    async with open_house(tmp_path / "v.sqlite3") as house:
        [task] = [task for task in house.app.watch.tasks if task.get_name() == name]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        found = await red(house)
        check = {"worker 0": "workers", "database writer": "writer"}.get(name, name)
        assert found[check] == "dead"
        assert found.get("database", "stopped") == "stopped"


async def test_a_part_that_stands_still_is_red(house):
    house.app.timers.pulse.patience_s = -1
    assert await red(house) == {"timers": "still"}


async def test_people_who_wait_while_nobody_is_answered_are_red(house, monkeypatch):
    monkeypatch.setattr("bot.transport.outlet.PAUSES_S", (0.01,))
    house.app.workers.pulse.patience_s = 0.05
    assert (await words(house))["workers"] == "ok"
    house.telegram.down()
    house.app.workers.add(1, 5, {"update_id": 1, "message": _message(5)})
    await asyncio.sleep(0.2)
    assert await red(house) == {"workers": "still"}
    house.telegram.up()
    await house.app.workers.idle()
    assert (await words(house))["workers"] == "ok"


def _message(person):
    user = {"id": person, "is_bot": False, "first_name": "Олена"}
    return {"message_id": 1, "date": 1, "chat": {"id": person, "type": "private"}, "from": user, "text": "Добрий день"}


async def test_silence_of_telegram_is_red(house):
    house.app.intake.pulse.patience_s = -1
    assert await red(house) == {"intake": "still"}


@on_sqlite
async def test_a_locked_database_is_red(house, monkeypatch):
    monkeypatch.setattr(watch_module, "WRITE_S", 0.2)
    other = sqlite3.connect(house.path)
    other.execute("BEGIN IMMEDIATE")
    assert await red(house) == {"database": "no_answer"}
    other.rollback()
    other.close()
    assert (await words(house))["database"] == "ok"


async def test_a_message_that_waits_too_long_is_red(house):
    update = stored.StoredUpdate(7, 7, "{}", house.clock.now - timedelta(minutes=5))
    await house.app.database.write(lambda connection: stored.store(connection, [[update]]))
    assert (await words(house))["updates"] == "ok"
    house.clock.pass_(seconds=1)
    assert await red(house) == {"updates": "old"}


async def test_what_was_set_aside_is_a_warning(house):
    update = stored.StoredUpdate(7, 7, "{}", house.clock.now)
    await house.app.database.write(lambda connection: stored.store(connection, [[update]]))
    await house.app.database.write(lambda connection: stored.set_aside(connection, 0, ()))
    assert (await ask(house)).status_code == 200
    assert (await words(house))["aside"] == "some"


async def test_notices_that_nobody_sends_are_red(house):
    olena = await house.resident()
    person = (await house.app.services.people.recognise(olena.person.id, None)).id
    due_at = house.clock.now - timedelta(minutes=31)
    late = Notice(person, "c", NoticeKind.STAFF_OVERDUE, {"feedback": 1, "due_on": "2026-11-01"}, due_at)
    house.app.outbox.pulse.tasks.clear()
    house.telegram.down()
    await house.app.database.write(lambda connection: notices.add(connection, [late]))
    assert (await words(house))["notices"] == "ok", "they are being delivered"
    house.app.outbox.carried.patience_s = -1
    assert (await red(house))["notices"] == "old"


@pytest.mark.parametrize(("low_mb", "word", "status"), [(0, "ok", 200), (10**9, "full", 503)])
async def test_a_full_disk_is_red(tmp_path, low_mb, word, status):
    async with open_house(tmp_path / "v.sqlite3", disk_low_mb=low_mb) as house:
        answer = await ask(house)
        assert (answer.status_code, answer.json()["checks"]["disk"]) == (status, word)


async def test_it_says_one_word_for_each_check_and_nothing_of_people(house):
    olena = await house.resident("Олена")
    await olena.say("Моя адреса olena@example.com, телефон 0501234567")
    answer = await ask(house)
    assert set(answer.json()) == {"status", "checks"}
    assert all(word.isidentifier() for word in answer.json()["checks"].values())
    assert answer.headers["cache-control"] == "no-store"


async def test_whoever_asks_often_costs_nothing(house, monkeypatch):
    monkeypatch.setattr(watch_module, "FRESH_S", 60)
    n_before = house.app.database.n_writes
    for _ in range(20):
        await ask(house)
    assert house.app.database.n_writes <= n_before + 1
