"""Order per person, many people at once, nothing stored is forgotten."""

import asyncio

import pytest
from sqlalchemy import text

from bot.domain.time import utc_now
from bot.storage import updates
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.presence import Alone
from bot.transport.intake import Intake, sender_of
from bot.transport.sharing import Sharing
from bot.transport.workers import ATTEMPTS, Workers
from tests.support.databases import url_of
from tests.support.updates import message


@pytest.fixture
async def database(tmp_path):
    opened = Database(url_of(tmp_path / "test.sqlite3"))
    await opened.open()
    await migrate(opened)
    yield opened
    await opened.close()


class Bench:
    """Workers that note what they did, and can be held up for one person."""

    def __init__(self, database, n_workers=4):
        presence = Alone()
        self.done = []
        self.slow = {}
        self.workers = Workers(database, self._process, n_workers)
        self.intake = Intake(database, self.workers, presence, utc_now)
        self.sharing = Sharing(database, self.workers, presence)
        self._database = database

    async def _process(self, update):
        person = sender_of(update)
        if person in self.slow:
            await self.slow[person].wait()
        await asyncio.sleep(0)
        self.done.append((person, update["update_id"]))

    async def states(self):
        await self._database.write(lambda c: c.execute(text("SELECT 1")))
        async with self._database.read() as connection:
            return [
                tuple(r)
                for r in await connection.execute(text("SELECT update_id, state, sender, payload FROM updates"))
            ]

    async def attempts(self):
        async with self._database.read() as connection:
            return dict(tuple(r) for r in await connection.execute(text("SELECT update_id, n_attempts FROM updates")))


async def test_each_persons_updates_keep_their_order(database):
    bench = Bench(database)
    bench.workers.start()
    await bench.intake.take([message(n, n % 7) for n in range(300)])
    await bench.workers.idle()
    for person in range(7):
        assert [u for p, u in bench.done if p == person] == [n for n in range(300) if n % 7 == person]
    await bench.workers.stop()


async def test_one_slow_person_stops_nobody_else(database):
    bench = Bench(database, n_workers=2)
    bench.slow[1] = asyncio.Event()
    bench.workers.start()
    await bench.intake.take([message(n, 1) for n in range(50)] + [message(100 + n, 2) for n in range(5)])
    async with asyncio.timeout(5):
        while len(bench.done) < 5:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    assert [p for p, _ in bench.done] == [2] * 5
    bench.slow[1].set()
    await bench.workers.idle()
    assert len(bench.done) == 55
    await bench.workers.stop()


async def test_a_repeated_update_is_worked_off_once_and_its_content_goes(database):
    bench = Bench(database)
    bench.workers.start()
    await bench.intake.take([message(5, 1, "таємниця")])
    await bench.intake.take([message(5, 1, "таємниця"), message(6, 1)])
    await bench.workers.idle()
    assert bench.done == [(1, 5), (1, 6)]
    assert await bench.states() == [(5, "done", None, None), (6, "done", None, None)]
    await bench.workers.stop()


async def test_what_was_stored_before_a_crash_is_taken_up(database):
    crashed = Bench(database)
    await crashed.intake.take([message(n, n % 3) for n in range(30)])
    bench = Bench(database)
    bench.workers.start()
    await bench.sharing.recover()
    await bench.workers.idle()
    assert sorted(u for _, u in bench.done) == list(range(30))
    await bench.workers.stop()


async def test_an_update_that_kills_the_process_is_set_aside(database):
    bench = Bench(database)
    await bench.intake.take([message(1, 1), message(2, 2)])
    for _ in range(ATTEMPTS):
        await database.write(lambda c: updates.claim(c, [1]))
    bench = Bench(database)
    bench.workers.start()
    await bench.sharing.recover()
    await bench.workers.idle()
    assert bench.done == [(2, 2)]
    states = {row[0]: row[1] for row in await bench.states()}
    assert states == {1: "aside", 2: "done"}
    await bench.workers.stop()


async def test_only_what_a_kill_left_over_is_counted_as_begun_again(database):
    crashed = Bench(database)
    await crashed.intake.take([message(1, 1)])
    bench = Bench(database)
    bench.slow = {1: asyncio.Event(), 2: asyncio.Event()}
    bench.workers.start()
    await bench.sharing.recover()
    await bench.intake.take([message(2, 2)])
    async with asyncio.timeout(5):
        while await bench.attempts() != {1: 1, 2: 0}:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    for person in bench.slow.values():
        person.set()
    await bench.workers.stop()


async def test_the_same_update_brought_twice_at_once_is_worked_off_once(database):
    bench = Bench(database)
    bench.workers.start()
    await asyncio.gather(*(bench.intake.take([message(1, 1)]) for _ in range(5)))
    await bench.workers.idle()
    assert bench.done == [(1, 1)]
    await bench.workers.stop()


async def test_stopping_finishes_what_is_under_way_and_the_next_start_the_rest(database):
    bench = Bench(database)
    bench.slow = {0: asyncio.Event()}
    bench.workers.start()
    await bench.intake.take([message(n, n % 10) for n in range(100)])
    await asyncio.sleep(0)
    stopping = asyncio.create_task(bench.workers.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    bench.slow[0].set()
    await stopping
    first = bench.done
    assert (0, 0) in first
    assert len(first) < 100
    states = {row[0]: row[1] for row in await bench.states()}
    assert {n for n, state in states.items() if state == "done"} == {n for _, n in first}
    bench = Bench(database)
    bench.workers.start()
    await bench.sharing.recover()
    await bench.workers.idle()
    assert sorted(n for _, n in first + bench.done) == list(range(100))
    await bench.workers.stop()


@pytest.mark.parametrize(
    ("update", "sender"),
    [
        (message(1, 7), 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 8}}}, 8),
        ({"update_id": 1, "message": {"from": {"id": 8}, "chat": {"id": 8, "type": "private"}}}, 8),
        ({"update_id": 1, "message": {"from": {"id": 8}, "chat": {"id": -9, "type": "supergroup"}}}, -9),
        ({"update_id": 1, "callback_query": {"from": {"id": 8}, "message": {"chat": {"id": -9, "type": "group"}}}}, 8),
        ({"update_id": 1, "channel_post": {"chat": {"id": -9}}}, -9),
        ({"update_id": 1}, 0),
        ({"update_id": 1, "message": "not an object"}, 0),
    ],
)
def test_whose_order_an_update_keeps(update, sender):
    assert sender_of(update) == sender
