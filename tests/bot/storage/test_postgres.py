"""PostgreSQL beside SQLite: one writer, patience while the server is away, plain words, and nothing that tells."""

import asyncio
import logging
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from bot.domain.errors import Unavailable
from bot.domain.time import utc_now
from bot.storage.database import Database
from bot.storage.postgres import Server as PostgresServer
from bot.storage.schema import people, roles
from tests.support import databases
from tests.support.databases import server
from tests.support.polls import open_polls


@pytest.fixture
def url(tmp_path):
    return server().database(tmp_path / "viche")


@pytest.fixture
async def database(url):
    async with opened(url) as database:
        yield database


def give_role(telegram_id, role="staff"):
    async def work(connection):
        row = {"telegram_id": telegram_id, "role": role, "granted_at": utc_now()}
        await connection.execute(insert(roles).values(row))

    return work


async def roles_in(database):
    async with database.read() as connection:
        return {row.telegram_id: row.role for row in await connection.execute(select(roles))}


async def test_a_text_loses_the_sign_that_cannot_be_kept_and_a_number_is_never_too_large(database):
    await database.write(give_role(2**52, "st\0aff"))
    assert await roles_in(database) == {2**52: "staff"}
    async with database.read() as connection:
        assert (await connection.execute(select(people).where(people.c.id == 2**62))).all() == []


async def test_two_processes_write_one_after_the_other(database, url):
    def raise_by_one(pause_s):
        async def work(connection):
            n = await connection.scalar(select(roles.c.telegram_id))
            await asyncio.sleep(pause_s)
            await connection.execute(roles.update().values(telegram_id=n + 1))

        return work

    await database.write(give_role(0))
    async with opened(url) as other:
        await asyncio.gather(*(one.write(raise_by_one(0.01)) for one in (database, other) * 10))
        assert list(await roles_in(other)) == [20]


@pytest.fixture
def own_server():
    """A server that no other test leans on."""
    own = databases.own_server(uuid4().hex)
    yield own
    own.running.cleanup()


@asynccontextmanager
async def opened(url):
    database = Database(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def test_a_server_that_restarts_is_waited_for_and_what_it_interrupted_is_written_once(own_server, tmp_path):
    """What is being read at that moment may fail, in one clear line; whoever asks afterwards waits."""
    began = asyncio.Event()

    async def interrupted(connection):
        await give_role(1)(connection)
        began.set()
        await asyncio.sleep(0.5)
        await give_role(2)(connection)

    async with opened(own_server.database(tmp_path / "viche")) as database:
        writing = asyncio.create_task(database.write(interrupted))
        await began.wait()
        restarting = asyncio.create_task(asyncio.to_thread(own_server.restart))
        read = await asyncio.gather(*(roles_in(database) for _ in range(20)), return_exceptions=True)
        assert {one.key for one in read if isinstance(one, Exception)} <= {"database.server_away"}
        await restarting
        assert set(await roles_in(database)) <= {1, 2}
        await writing
        assert set(await roles_in(database)) == {1, 2}


async def test_nothing_is_logged_of_connections(url, caplog):
    with caplog.at_level(logging.INFO):
        async with opened(url) as database:
            await roles_in(database)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot.storage")] == []


async def test_who_closes_while_everything_is_cancelled_does_not_wait_for_ever(database):
    """So it is when a test fails, and when the bot is stopped twice."""
    began = asyncio.Event()

    async def slow(connection):
        began.set()
        await asyncio.Event().wait()

    writes = [asyncio.create_task(database.write(work)) for work in (slow, give_role(1))]
    await began.wait()
    waiting = asyncio.create_task(database.write(give_role(2)))
    await asyncio.sleep(0)
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    database._writer.cancel()
    await asyncio.wait_for(closing, 5)
    broken = await asyncio.gather(*writes, waiting, return_exceptions=True)
    assert [one.key for one in broken] == ["database.stopped"] * 3


@pytest.mark.parametrize("was_kept", [True, False])
async def test_a_commit_whose_answer_was_lost_is_looked_up(database, url, was_kept):
    """The way between commit and answer breaks: the server is asked what became of it."""
    seen = []

    async def work(connection):
        seen.append(await connection.scalar(text("SELECT pg_backend_pid()")))
        await give_role(len(seen))(connection)

    commit = database._work._engine.dialect.do_commit

    def break_(connection):
        database._work._engine.dialect.do_commit = commit
        if was_kept:
            commit(connection)
        server().do(f"SELECT pg_terminate_backend({seen[0]}, 5000)")
        connection.driver_connection.terminate()
        commit(connection)

    database._work._engine.dialect.do_commit = break_
    await database.write(work)
    assert await roles_in(database) == ({1: "staff"} if was_kept else {2: "staff"})


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"database": "nowhere"}, "database.server_refuses"),
        ({"username": "nobody"}, "database.server_refuses"),
        ({"query": {}, "host": "127.0.0.1", "port": 1}, "database.server_away"),
        ({"query": {}, "host": "viche.invalid"}, "database.server_away"),
    ],
)
async def test_a_wrong_address_is_said_plainly_and_at_once(url, wrong, key):
    given = make_url(url).set(**wrong).render_as_string(hide_password=False)
    with pytest.raises(Unavailable) as caught:
        await asyncio.wait_for(Database(given).open(), 5)
    assert caught.value.key == key
    assert "\n" not in caught.value.params["detail"]


async def test_readers_cannot_write(database):
    with pytest.raises(Unavailable) as caught:
        async with database.read() as connection:
            await connection.execute(insert(roles).values(telegram_id=1, role="staff", granted_at=utc_now()))
    assert caught.value.key == "database.server_read_only"


async def test_after_the_close_neither_place_nor_transaction_of_a_row_tells_whose_a_ballot_is(url, tmp_path):
    """A vote writes the voter and the ballot in one transaction, whose number PostgreSQL shows with every row."""
    joined = text("SELECT count(*) FROM voters JOIN ballots ON voters.xmin = ballots.xmin")
    placed = text("SELECT voter FROM ballots ORDER BY ctid")
    async with open_polls(tmp_path / "viche", database_url=url) as polls:
        key = await polls.round()
        first = (await polls.options(key))[0]
        for actor in await polls.voters(*range(701, 720)):
            await polls.services.ballots.open(actor, key, None)
            await polls.services.ballots.choose(actor, key, first, 1)
        async with polls.database.read() as connection:
            in_order = list(await connection.scalars(placed))
            assert in_order != sorted(in_order)
            assert len(set(await connection.scalars(text("SELECT xmin::text FROM ballots")))) == 19
        polls.clock.pass_(days=3)
        assert await polls.services.counting.close_rounds() == 1
        async with polls.database.read() as connection:
            in_order = list(await connection.scalars(placed))
            assert in_order == sorted(in_order)
            assert await connection.scalar(joined) in (0, 19 * 19)
            assert len(set(await connection.scalars(text("SELECT xmin::text FROM ballots")))) == 1


async def test_a_table_that_is_being_read_is_written_anew_later(url, tmp_path, monkeypatch):
    """A backup reads for minutes: nobody waits that long for the close, and least of all who wants to be forgotten."""
    monkeypatch.setattr("bot.storage.postgres.IN_THE_WAY_S", 0.1)
    async with open_polls(tmp_path / "viche", database_url=url) as polls:
        key, actor = await polls.round(), await polls.voter(701)
        await polls.services.ballots.open(actor, key, None)
        await polls.services.ballots.choose(actor, key, (await polls.options(key))[0], 1)
        polls.clock.pass_(days=3)
        reader = await PostgresServer(make_url(url)).connect()
        async with reader.transaction():
            await reader.execute("LOCK voters, round_keys IN ACCESS SHARE MODE")
            with pytest.raises(Unavailable) as caught:
                await polls.services.counting.close_rounds()
            assert caught.value.key == "database.locked"
            with capture_logs() as logs:
                await polls.services.people.forget(actor, withdraw=True)
            assert [one["log_level"] for one in logs] == ["warning"]
        await reader.close()
        assert await polls.services.counting.close_rounds() == 1
