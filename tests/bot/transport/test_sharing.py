"""Several processes on one PostgreSQL: everybody is served by one of them at a time, and nobody by the dead."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.domain.errors import Unavailable
from bot.domain.time import utc_now
from bot.storage.database import Database
from bot.storage.presence import join
from bot.transport.intake import Intake, sender_of
from bot.transport.sharing import Sharing
from bot.transport.workers import Workers
from tests.support.databases import own_server, server
from tests.support.updates import message


@pytest.fixture
def url(tmp_path):
    return server().database(tmp_path / "viche")


class Process:
    """One of them: its door, its workers, and what it has done; `gates` hold it up for a person."""

    def __init__(self, database, presence):
        self.done, self.gates = [], {}
        self.presence = presence
        self.workers = Workers(database, self._process, 4)
        self.intake = Intake(database, self.workers, presence, utc_now)
        self.sharing = Sharing(database, self.workers, presence)
        self.tasks = []

    async def _process(self, update):
        person = sender_of(update)
        if person in self.gates:
            await self.gates[person].wait()
        self.done.append((person, update["update_id"]))

    def start(self):
        self.workers.start()
        self.tasks = [asyncio.create_task(run) for run in (self.presence.run(), self.sharing.run())]

    async def die(self):
        """End without finishing or telling anybody, as by a kill."""
        self.presence._break_off()
        for task in [*self.tasks, *self.workers._tasks]:
            task.cancel()
        await asyncio.gather(*self.tasks, *self.workers._tasks, return_exceptions=True)
        self.tasks = []


@asynccontextmanager
async def process(url):
    database = Database(url)
    await database.open()
    async with join(url) as presence:
        one = Process(database, presence)
        one.start()
        try:
            yield one
        finally:
            for task in one.tasks:
                task.cancel()
            await asyncio.gather(*one.tasks, return_exceptions=True)
            await one.workers.stop(patience_s=1)
    await database.close()


async def until(done):
    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110  (nobody says when)
            await asyncio.sleep(0.01)


async def test_whoever_serves_a_person_gets_all_that_comes_meanwhile_wherever_it_comes(url):
    async with process(url) as one, process(url) as other:
        one.gates = {1: asyncio.Event()}
        await one.intake.take([message(1, 1)])
        await other.intake.take([message(2, 1), message(3, 2)])
        await one.intake.take([message(4, 1)])
        await until(lambda: other.done)
        assert other.done == [(2, 3)]
        await until(lambda: one.workers.held == {2, 4})
        one.gates[1].set()
        await until(lambda: len(one.done) == 3)
        assert one.done == [(1, 1), (1, 2), (1, 4)]
        await other.intake.take([message(5, 1)])
        await until(lambda: len(other.done) == 2)


async def test_order_holds_for_everybody_however_updates_are_spread(url):
    async with process(url) as one, process(url) as other:
        for number in range(120):
            door = (one, other)[number % 2]
            await door.intake.take([message(number, number % 5)])
        await until(lambda: len(one.done) + len(other.done) == 120)
        async with one.intake._database.read() as connection:
            states = list(await connection.scalars(text("SELECT DISTINCT state FROM updates")))
        assert states == ["done"]
        for person in range(5):
            for door in (one, other):
                mine = [number for who, number in door.done if who == person]
                assert mine == sorted(mine)


async def test_what_the_dead_left_is_taken_over_in_order(url):
    async with process(url) as one, process(url) as other:
        one.gates = {1: asyncio.Event(), 2: asyncio.Event()}
        await one.intake.take([message(1, 1), message(2, 2), message(3, 1)])
        await other.intake.take([message(4, 1)])
        await asyncio.sleep(1.5)
        assert other.done == []
        await one.die()
        await until(lambda: len(other.done) == 4)
        assert [number for who, number in other.done if who == 1] == [1, 3, 4]


async def test_over_a_restart_of_the_server_everybody_keeps_what_is_theirs(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.storage.membership.HEAD_START_S", 3)
    database = own_server("sharing")
    url = database.database(tmp_path / "viche")
    try:
        async with process(url) as one, process(url) as other:
            one.gates, other.gates = {1: asyncio.Event()}, {2: asyncio.Event()}
            await one.intake.take([message(1, 1), message(2, 1)])
            await other.intake.take([message(3, 2), message(4, 2)])
            await asyncio.to_thread(database.restart)
            await asyncio.sleep(5)
            one.gates[1].set()
            other.gates[2].set()
            await until(lambda: len(one.done) + len(other.done) == 4)
            assert (one.done, other.done) == ([(1, 1), (1, 2)], [(2, 3), (2, 4)])
    finally:
        database.running.cleanup()


async def test_who_was_out_of_sight_does_not_repeat_what_others_took_over(url):
    async with process(url) as one, process(url) as other:
        one.gates = {1: asyncio.Event()}
        await one.intake.take([message(1, 1), message(2, 1), message(3, 2)])
        joined = one.presence.join

        async def later():
            await asyncio.sleep(2)
            await joined()

        one.presence.join = later
        one.presence._session.terminate()
        await until(lambda: other.done)
        await until(lambda: one.presence.pulse.still_s == 0 and not one.workers.held)
        one.gates[1].set()
        await until(lambda: len(one.done) == 2)
        assert sorted(one.done) == [(1, 1), (2, 3)]
        assert [number for _, number in other.done] == [1, 2]


async def test_one_leads_and_the_next_follows_it(url):
    async with process(url) as one, process(url) as other:
        await one.presence.lead()
        leading = asyncio.create_task(other.presence.lead())
        await asyncio.sleep(1.2)
        assert not leading.done()
        await one.die()
        async with asyncio.timeout(10):
            await leading


async def test_whoever_lost_the_lead_to_another_ends(url):
    async with process(url) as one, process(url) as other:
        await one.presence.lead()
        leading = asyncio.create_task(other.presence.lead())
        joined = one.presence.join

        async def later():
            async with asyncio.timeout(10):
                await leading
            await joined()

        one.presence.join = later
        one.presence._session.terminate()
        with pytest.raises(Unavailable) as caught:
            await one.tasks[0]
        assert caught.value.key == "database.place_lost"
