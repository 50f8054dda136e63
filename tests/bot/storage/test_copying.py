"""From one database into another and back: every row, every number, or nothing at all."""

import asyncio
from functools import partial

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.errors import Unavailable
from bot.storage import copying
from bot.storage.backups import LEFT_OUT, SEAL, back_up, back_up_before_update, verify
from bot.storage.copying import copy_database, reading, undisturbed
from bot.storage.database import Database
from bot.storage.earlier import tables_of
from bot.storage.migrate import REVISIONS, migrate, revision_of, upgrade
from bot.storage.schema import metadata, people
from tests.bot.storage.test_backups import do, make
from tests.support.databases import EMPTY, server
from tests.support.house import NOON
from tests.support.rows import fill

N_ROWS = 60


async def rows(url):
    """Every table's rows as Python values, in the order of their keys."""
    found = {}
    async with reading(url) as connection:
        for table in metadata.sorted_tables:
            found[table.name] = {tuple(map(repr, row)) for row in await connection.execute(select(table))}
    return found


@pytest.fixture
def source(tmp_path):
    url = make(tmp_path / "viche.sqlite3", N_ROWS)
    do(tmp_path / "viche.sqlite3", "UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'people'")
    return url


@pytest.fixture(params=["file", "server"])
def target(request, tmp_path):
    return (
        f"sqlite:///{tmp_path}/new.sqlite3"
        if request.param == "file"
        else server().database(tmp_path / "server", template=EMPTY)
    )


async def next_person(url):
    database = Database(url.replace("sqlite:///", "sqlite+aiosqlite:///"))
    await database.open()
    row = {"telegram_id": 1, "locale": "uk", "consent_version": 1, "consent_at": NOON}
    try:
        return await database.write(
            lambda connection: connection.scalar(insert(people).values(row).returning(people.c.id))
        )
    finally:
        await database.close()


async def test_there_and_back(source, target, tmp_path) -> None:
    said = []
    counts = await copy_database(source, target, lambda *how_far: said.append(how_far))
    assert sum(counts.values()) > 1000
    assert [how_far for how_far in said if how_far[0] == "people"] == [("people", N_ROWS, N_ROWS)]
    before = await rows(source)
    assert await rows(target) == before
    back = f"sqlite:///{tmp_path}/back.sqlite3"
    assert await copy_database(target, back) == counts
    assert await rows(back) == before
    assert await next_person(target) == await next_person(back) == 5001


async def everything(connection):
    """Every row of every table, whatever the schema."""
    schema = await connection.run_sync(tables_of)
    return {
        table.name: {tuple(map(repr, row)) for row in await connection.execute(select(table))}
        for table in schema.sorted_tables
        if table.name not in {*LEFT_OUT, SEAL, "round_keys"}
    }


@pytest.mark.parametrize("revision", REVISIONS[:-1])
async def test_before_an_update_a_server_is_copied_as_it_was(tmp_path, revision) -> None:
    """The copy has the old schema and every row of it."""
    url, copies = server().database(tmp_path / "old", template=EMPTY), tmp_path / "copies"
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(lambda direct: upgrade(direct, revision))
        schema = await connection.run_sync(tables_of)
        await connection.run_sync(lambda direct: fill(direct, schema, 20, seed=int(revision)))
        before = await everything(connection)
    await engine.dispose()
    database = Database(url)
    await database.open()
    await migrate(database, partial(back_up_before_update, url, copies, NOON))
    await database.close()
    [copy] = copies.iterdir()
    assert (copy.name, verify(copy).revision) == (
        f"viche-20261122T100000Z-{revision}-before-update.sqlite3",
        revision,
    )
    async with reading(f"sqlite:///{copy}") as connection:
        assert await everything(connection) == before
    async with reading(url) as connection:
        assert await connection.run_sync(revision_of) == REVISIONS[-1]


async def test_without_a_copy_a_server_is_not_changed(tmp_path) -> None:
    url, place = server().database(tmp_path / "old", template=EMPTY), tmp_path / "no folder"
    place.touch()
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(lambda direct: upgrade(direct, REVISIONS[-2]))
    await engine.dispose()
    database = Database(url)
    await database.open()
    with pytest.raises(OSError, match="no folder"):
        await migrate(database, partial(back_up_before_update, url, place / "copies", NOON))
    await database.close()
    async with reading(url) as connection:
        assert await connection.run_sync(revision_of) == REVISIONS[-2]


async def test_a_copy_of_a_server_is_a_copy_like_any_other(source, tmp_path) -> None:
    url = server().database(tmp_path / "server", template=EMPTY)
    await copy_database(source, url)
    file = await asyncio.to_thread(back_up, url, tmp_path / "copies", NOON)
    of_file = await asyncio.to_thread(back_up, source, tmp_path / "others", NOON)
    assert {name: n for name, (n, _) in verify(file).tables.items() if name in metadata.tables} == {
        name: n for name, (n, _) in verify(of_file).tables.items() if name in metadata.tables
    }
    from_server, from_file = await rows(f"sqlite:///{file}"), await rows(f"sqlite:///{of_file}")
    assert from_server == from_file


async def test_only_an_empty_database_is_filled(source, target) -> None:
    await copy_database(source, target)
    before = await rows(target)
    with pytest.raises(Unavailable, match=r"backups\.not_empty"):
        await copy_database(source, target)
    assert await rows(target) == before


async def test_what_does_not_arrive_as_it_was_is_not_kept(source, target, tmp_path, monkeypatch) -> None:
    honest, n_asked = copying._sum, []

    async def one_too_few(connection, table):
        n_asked.append(table.name)
        found = await honest(connection, table)
        return copying.Sum(found.n_rows, found.total + 1) if table.name == "voters" else found

    monkeypatch.setattr(copying, "_sum", one_too_few)
    with pytest.raises(Unavailable) as refusal:
        await copy_database(source, target)
    assert (refusal.value.key, refusal.value.params) == ("moving.differs", {"table": "voters"})
    monkeypatch.undo()
    assert not list(tmp_path.glob("*new*"))
    await copy_database(source, target)
    assert await rows(target) == await rows(source)


async def test_a_row_that_the_server_does_not_take_is_named(source, tmp_path) -> None:
    do(tmp_path / "viche.sqlite3", "UPDATE turns SET feedback = 999999 WHERE id = 7")
    url = server().database(tmp_path / "server", template=EMPTY)
    with pytest.raises(Unavailable) as refusal:
        await copy_database(source, url)
    assert (refusal.value.key, refusal.value.params["table"]) == ("moving.refused", "turns")
    async with reading(url) as connection:
        assert await connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0


async def test_zeros_in_texts_are_left_behind(source, tmp_path) -> None:
    do(tmp_path / "viche.sqlite3", "UPDATE turns SET text = 'a' || char(0) || 'b' WHERE id = 7")
    url = server().database(tmp_path / "server", template=EMPTY)
    await copy_database(source, url)
    async with reading(url) as connection:
        assert await connection.scalar(text("SELECT text FROM turns WHERE id = 7")) == "ab"


async def test_a_database_in_use_is_not_moved(source, tmp_path, target) -> None:
    async with undisturbed(source):
        pass
    await copy_database(source, target)
    for url in (source, target):
        database = Database(url.replace("sqlite:///", "sqlite+aiosqlite:///"))
        await database.open()
        async with database.read() as connection:
            await connection.execute(select(people.c.id))
        with pytest.raises(Unavailable, match=r"moving\.in_use"):
            async with undisturbed(url):
                pass
        await database.close()


async def test_an_older_schema_is_not_moved(source, tmp_path, target) -> None:
    do(tmp_path / "viche.sqlite3", "UPDATE alembic_version SET version_num = '0009'")
    with pytest.raises(Unavailable, match=r"moving\.other_schema"):
        await copy_database(source, target)
