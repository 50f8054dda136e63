"""Every schema that was ever released, with rows in all its tables, becomes the present one and loses nothing."""

import sqlite3
from collections import Counter
from functools import partial

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine

from bot.domain.errors import Unavailable
from bot.storage import migrate as migrating
from bot.storage.backups import back_up_before_update, verify
from bot.storage.database import Database
from bot.storage.migrate import REVISIONS, migrate
from tests.contracts.test_migrations import config, differences
from tests.support.house import NOON
from tests.support.rows import fill

N_ROWS = 40


def contents(path) -> dict[str, tuple[list[str], list[tuple]]]:
    """Every table's columns and rows as they lie in the file."""
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        found = {}
        for (name,) in tables.fetchall():
            rows = connection.execute(f'SELECT * FROM "{name}"')
            found[name] = [column[0] for column in rows.description], rows.fetchall()
    return found


def lost(before, after) -> dict[str, object]:
    """What rows of old tables are not there any more, by the columns that are still there."""
    gone = {}
    for name, (columns, rows) in before.items():
        if name == "alembic_version":
            continue
        now, kept = after[name]
        shared = [column for column in columns if column in now]
        old = Counter(tuple(row[columns.index(c)] for c in shared) for row in rows)
        new = Counter(tuple(row[now.index(c)] for c in shared) for row in kept)
        if old != new:
            gone[name] = list((old - new).items())[:3]
    return gone


def old_database(path, revision):
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(config(connection), revision)
        schema = MetaData()
        schema.reflect(connection)
        counts = fill(connection, schema, N_ROWS, seed=int(revision))
    engine.dispose()
    return counts


async def bring_up_to_date(path, keep_copy=lambda _: None):
    database = Database(f"sqlite+aiosqlite:///{path}")
    await database.open()
    try:
        await migrate(database, keep_copy)
        async with database.read() as connection:
            return await connection.run_sync(differences)
    finally:
        await database.close()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_an_old_database_keeps_every_row(tmp_path, revision) -> None:
    path = tmp_path / "viche.sqlite3"
    counts = old_database(path, revision)
    assert min(counts.values()) > 0
    before = contents(path)
    assert await bring_up_to_date(path) == []
    after = contents(path)
    assert lost(before, after) == {}
    assert after["alembic_version"][1] == [(REVISIONS[-1],)]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("revision", REVISIONS[:-1])
async def test_a_copy_is_kept_before_anything_is_changed(tmp_path, revision) -> None:
    path = tmp_path / "viche.sqlite3"
    old_database(path, revision)
    before = contents(path)
    await bring_up_to_date(path, partial(back_up_before_update, f"sqlite:///{path}", tmp_path / "copies", NOON))
    (kept,) = (tmp_path / "copies").iterdir()
    assert kept.name == f"viche-20261122T100000Z-{revision}-before-update.sqlite3"
    assert verify(kept).revision == revision
    copied = contents(kept)
    left_out = {"updates", "sessions", "entry_links", "invitations", "round_keys"}
    assert {name: rows for name, rows in before.items() if name not in left_out} == {
        name: rows for name, rows in copied.items() if name not in {*left_out, "viche_backup"}
    }


async def test_a_migration_that_fails_changes_nothing(tmp_path, monkeypatch) -> None:
    path = tmp_path / "viche.sqlite3"
    old_database(path, "0003")
    before = contents(path)
    upgrade = migrating.upgrade

    def upgrade_and_fail(connection):
        upgrade(connection)
        raise OSError("the power went")

    monkeypatch.setattr(migrating, "upgrade", upgrade_and_fail)
    with pytest.raises(Unavailable):
        await bring_up_to_date(path)
    assert contents(path) == before
    monkeypatch.undo()
    assert await bring_up_to_date(path) == []
    assert lost(before, contents(path)) == {}


async def test_without_room_for_the_copy_nothing_is_changed(tmp_path) -> None:
    path = tmp_path / "viche.sqlite3"
    old_database(path, "0009")
    before = contents(path)

    def no_room(_):
        raise Unavailable("backups.no_room", folder=tmp_path, needed=2, free=1)

    with pytest.raises(Unavailable, match="no_room"):
        await bring_up_to_date(path, no_room)
    assert contents(path) == before


async def test_a_newer_schema_is_left_alone(tmp_path) -> None:
    path = tmp_path / "viche.sqlite3"
    await bring_up_to_date(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(path)
    with pytest.raises(Unavailable) as refusal:
        await bring_up_to_date(path)
    assert (refusal.value.key, refusal.value.params) == (
        "database.newer",
        {"revision": "9999", "known": REVISIONS[-1]},
    )
    assert contents(path) == before
