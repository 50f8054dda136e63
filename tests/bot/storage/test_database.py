"""The one writer: all or nothing for each caller, together where it can be, and plain words for plain troubles."""

import asyncio
import os
import sqlite3
import threading
import time
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import NotAllowed, Unavailable
from bot.storage.database import Database
from bot.storage.migrate import migrate


@pytest.fixture
async def database(tmp_path):
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite3'}")
    await opened.open()
    await opened.write(lambda c: c.execute(text("CREATE TABLE votes (voter INTEGER PRIMARY KEY, choice TEXT)")))
    yield opened
    await opened.close()


def put(voter, choice="a"):
    async def work(connection):
        await connection.execute(text("INSERT INTO votes VALUES (:v, :c)"), {"v": voter, "c": choice})
        return voter

    return work


async def put_all(connection, voters):
    for voter in voters:
        await put(voter)(connection)
    return len(voters)


async def voters(database):
    async with database.read() as connection:
        return [row.voter for row in await connection.execute(text("SELECT voter FROM votes ORDER BY voter"))]


async def test_many_writes_share_commits_and_all_are_kept(database):
    results = await asyncio.gather(*(database.write(put(n)) for n in range(1200)))
    assert results == list(range(1200))
    assert await voters(database) == list(range(1200))


async def test_one_failing_write_harms_no_other(database):
    async def fails(connection):
        await put(50)(connection)
        raise RuntimeError("half done")

    works = [put(n) for n in range(40)] + [fails] + [put(n) for n in range(40, 50)]
    results = await asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)
    assert [type(r) for r in results].count(RuntimeError) == 1
    assert await voters(database) == list(range(50))


async def test_writes_of_one_kind_are_done_in_one_call_and_fail_one_by_one(database):
    await database.write(put(3))
    works = [database.write_with_others(put_all, n) for n in (1, 2, 3, 4)]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert [r if isinstance(r, int) else type(r) for r in results] == [1, 1, IntegrityError, 1]
    assert await voters(database) == [1, 2, 3, 4]
    assert set(await asyncio.gather(*(database.write_with_others(put_all, n) for n in range(10, 20)))) == {10}


async def test_a_caller_that_is_cancelled_leaves_no_open_transaction(database):
    began, go_on = threading.Event(), threading.Event()

    async def slow(connection):
        await put(1)(connection)
        began.set()
        go_on.wait()

    caller = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(began.wait)
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)
    go_on.set()
    assert await database.write(put(2)) == 2
    assert await voters(database) == [1, 2]


async def test_a_write_that_waits_for_something_else_is_refused_and_undone(database):
    async def waits(connection):
        await put(1)(connection)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="something else"):
        await database.write(waits)
    assert await voters(database) == []


async def test_a_refusal_undoes_its_own_writes_and_no_others(database):
    async def refused(connection):
        await put(1)(connection)
        raise NotAllowed("ballots.closed")

    done = await asyncio.gather(
        database.write(put(2)), database.write(refused), database.write(put(3)), return_exceptions=True
    )
    assert [type(one) for one in done] == [int, NotAllowed, int]
    assert await voters(database) == [2, 3]


async def test_what_was_confirmed_is_on_disk(database, tmp_path):
    await database.write(put(7))
    with sqlite3.connect(tmp_path / "test.sqlite3") as other:
        assert other.execute("SELECT voter FROM votes").fetchall() == [(7,)]
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_scrub_waits_for_another_that_is_under_way(database, tmp_path):
    await database.write(put(1, "таємниця"))
    log = tmp_path / "test.sqlite3-wal"
    with closing(sqlite3.connect(tmp_path / "test.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM votes").fetchall()
        held_up = asyncio.create_task(database.scrub())
        await asyncio.sleep(0.1)
        second = asyncio.create_task(database.scrub())
        await asyncio.sleep(0.1)
        assert log.stat().st_size
        reader.execute("ROLLBACK")
        await second
        assert not log.stat().st_size
        await held_up


async def test_readers_cannot_write(database):
    with pytest.raises(Unavailable) as caught:
        async with database.read() as connection:
            await connection.execute(text("INSERT INTO votes VALUES (1, 'a')"))
    assert caught.value.key == "database.read_only"


async def test_closing_finishes_what_waits(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite3'}")
    await database.open()
    await database.write(lambda c: c.execute(text("CREATE TABLE votes (voter INTEGER PRIMARY KEY, choice TEXT)")))
    for n in range(10):
        database.write_soon(put_all, n)
    await database.close()
    await database.close()
    with sqlite3.connect(tmp_path / "test.sqlite3") as other:
        assert other.execute("SELECT count(*) FROM votes").fetchone() == (10,)


async def test_errors_do_not_tell_what_was_written(database):
    await database.write(put(1, "таємниця"))
    with pytest.raises(IntegrityError) as caught:
        await database.write(put(1, "таємниця"))
    assert "таємниця" not in str(caught.value)


async def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "letter.sqlite3"
    path.write_text("Шановна громадо, це не база даних. " * 50)
    with pytest.raises(Unavailable) as caught:
        await Database(f"sqlite+aiosqlite:///{path}").open()
    assert caught.value.key == "database.not_a_database"


async def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as caught:
        Database(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'x.sqlite3'}")
    assert caught.value.key == "database.cannot_open"


async def test_a_full_disk_is_said_plainly_and_passes(database):
    async with database.read() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
    await database.write(lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(Unavailable) as caught:
        await database.write(put(1, "x" * 100_000))
    assert caught.value.key == "database.disk_full"
    await database.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count=1000000"))
    assert await database.write(put(2)) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_read_only_folder(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Unavailable):
            await Database(f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite3'}").open()
    finally:
        tmp_path.chmod(0o700)


async def test_a_newer_schema_is_refused(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite3'}")
    await database.open()
    await migrate(database)
    await database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(Unavailable) as caught:
        await migrate(database)
    assert caught.value.key == "database.newer"
    await database.close()


async def test_who_gives_up_while_a_connection_opens_leaves_no_thread_behind(tmp_path, monkeypatch):
    connect = sqlite3.connect

    def slowly(*where, **how):
        time.sleep(0.05)
        return connect(*where, **how)

    before = {*threading.enumerate()}
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'viche.sqlite3'}")
    await database.open()
    monkeypatch.setattr(sqlite3, "connect", slowly)

    async def read():
        async with database.read():
            pytest.fail("it has given up")

    reading = asyncio.create_task(read())
    await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await database.close()
    assert {*threading.enumerate()} <= before
