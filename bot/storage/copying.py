"""Copy everything from one database into another, of whatever kind, and compare what arrived with what was sent."""

import hashlib
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Table,
    bindparam,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.domain.errors import Unavailable
from bot.storage.backups import connect, new_file
from bot.storage.earlier import tables_of
from bot.storage.migrate import REVISIONS, create, revision_of, upgrade
from bot.storage.schema import metadata

BATCH = 1000
"""Rows that are in memory at a time."""

BUSY_S = 2.0
"""How long somebody may still be finishing a write before they count as using the database."""

Told = Callable[[str, int, int], None]
"""Hears how far it is: the table, rows done of it, rows in it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds, whatever its order: the sum of its rows' hashes."""

    n_rows: int = 0
    total: int = 0

    def plus(self, rows: Sequence[Sequence[Any]]) -> "Sum":
        hashed = (hashlib.blake2b(repr([_plain(value) for value in row]).encode(), digest_size=16) for row in rows)
        total = sum(int.from_bytes(one.digest(), "big") for one in hashed)
        return Sum(self.n_rows + len(rows), (self.total + total) % 2**128)


def _plain(value: Any) -> Any:
    """Write a value as every database gives it back: PostgreSQL has no zero signs, and may sort what is nested."""
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return value.replace("\0", "") if isinstance(value, str) else value


def _nothing(_: str, __: int, ___: int) -> None:
    """Tell nobody."""


async def copy_database(
    source: str, target: str, told: Told = _nothing, revision: str = REVISIONS[-1]
) -> dict[str, int]:
    """Copy all tables into an empty database, which is whole afterwards or as empty as before; return their rows.

    The source has the schema of `revision`, which is this version's but for a copy before an update. Nobody writes to
    it meanwhile unless it is PostgreSQL, which is read as it is at one moment.

    Errors: `Unavailable` for a target that holds anything, or does not take or keep what it is given.
    """
    make = create if revision == REVISIONS[-1] else partial(upgrade, revision=revision)
    async with reading(source) as reader, _filling(target, make) as writer:
        await _check_schema(reader, revision)
        n_rows = {}
        schema = metadata if make is create else await writer.run_sync(tables_of)
        for table in schema.sorted_tables:
            sent = await _copy(reader, writer, table, told)
            if sent != await _sum(writer, table):
                raise Unavailable("moving.differs", table=table.name)
            n_rows[table.name] = sent.n_rows
        for table in (one for one in metadata.sorted_tables if one.name in n_rows):
            await _carry_numbers_on(reader, writer, table)
    return n_rows


async def _copy(reader: AsyncConnection, writer: AsyncConnection, table: Table, told: Told) -> Sum:
    """Copy a table in the order of its key; where rows point at others of the same table, that comes afterwards."""
    inside = [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    n_all = await reader.scalar(select(func.count()).select_from(table)) or 0
    copied, pointing = Sum(), []
    async for rows in _rows(reader, table):
        copied = copied.plus(rows)
        given = [dict(row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's documented name)
        pointing += [_pointers(table, row, inside) for row in given if any(row[name] is not None for name in inside)]
        with _refusals(table):
            await writer.execute(insert(table), [row | dict.fromkeys(inside) for row in given])
        told(table.name, copied.n_rows, n_all)
    if pointing:
        which = [column == bindparam(f"key_{column.name}") for column in table.primary_key]
        pointer = update(table).where(*which).values({name: bindparam(f"to_{name}") for name in inside})
        with _refusals(table):
            await writer.execute(pointer, pointing)
    return copied


def _pointers(table: Table, row: Mapping[str, Any], inside: Sequence[str]) -> dict[str, Any]:
    key = {f"key_{column.name}": row[column.name] for column in table.primary_key}
    return key | {f"to_{name}": row[name] for name in inside}


async def _sum(connection: AsyncConnection, table: Table) -> Sum:
    found = Sum()
    async for rows in _rows(connection, table):
        found = found.plus(rows)
    return found


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Any]]:
    asked = select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    async with connection.stream(asked) as found:
        async for rows in found.partitions():
            yield rows


async def _carry_numbers_on(reader: AsyncConnection, writer: AsyncConnection, table: Table) -> None:
    """Let numbering go on where it was, so that a number is never given twice."""
    column = table.autoincrement_column
    if column is None:
        return
    last = await _last_number(reader, table, column)
    if writer.dialect.name == "postgresql":
        if last:
            given = {"of": _sequence(table, column), "last": last}
            await writer.execute(text("SELECT setval(CAST(:of AS regclass), :last)"), given)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        named = {"name": table.name, "last": last}
        await writer.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        await writer.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), named)


async def _last_number(connection: AsyncConnection, table: Table, column: Column[Any]) -> int:
    """The highest number that was ever given, also to what was deleted since."""
    last: int | None = await connection.scalar(select(func.max(column)))
    if connection.dialect.name == "postgresql":
        given = text(f"SELECT last_value FROM {_sequence(table, column)} WHERE is_called")  # noqa: S608
        last = max(last or 0, await connection.scalar(given) or 0)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        given = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        last = max(last or 0, await connection.scalar(given, {"name": table.name}) or 0)
    return last or 0


def _sequence(table: Table, column: Column[Any]) -> str:
    """Name what PostgreSQL counts with for a serial column."""
    return f"{table.name}_{column.name}_seq"


@contextmanager
def _refusals(table: Table) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        raise Unavailable("moving.refused", table=table.name, detail=said) from error


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[AsyncConnection]:
    """Read a database as it is at one moment."""
    engine = create_async_engine(url_of(url), hide_parameters=True)
    try:
        async with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection
    finally:
        await engine.dispose()


@asynccontextmanager
async def _filling(url: str, make: Callable[[Connection], None]) -> AsyncIterator[AsyncConnection]:
    """Give an empty database with the schema that `make` makes; it is kept if all goes well.

    PostgreSQL does so by one transaction; for SQLite it is a file beside, which gets its name in the end.
    """
    address = make_url(url_of(url))
    if address.get_backend_name() == "sqlite":
        place = Path(address.database or "")
        _check_no_file(place)
        with new_file(place) as half:
            async with _transaction(address.set(database=str(half))) as connection:
                await connection.run_sync(make)
                yield connection
        return
    async with _transaction(address) as connection:
        await _check_no_tables(connection, address.database or "")
        await connection.run_sync(make)
        yield connection


@asynccontextmanager
async def _transaction(address: URL) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(address, hide_parameters=True)
    if address.get_backend_name() == "postgresql":
        from bot.storage.postgres import leave_out_nul  # noqa: PLC0415  (5 MB that SQLite does without)

        event.listen(engine.sync_engine, "before_cursor_execute", leave_out_nul, retval=True)
    try:
        async with engine.begin() as connection:
            yield connection
    except (DBAPIError, OSError) as error:
        said = getattr(error, "orig", error)
        raise Unavailable("moving.stopped", detail=" ".join(str(said).split())) from error
    finally:
        await engine.dispose()


async def check_empty(url: str) -> None:
    """Errors: `Unavailable` for a database that holds any table, or a file with anything in it."""
    address = make_url(url_of(url))
    if address.get_backend_name() == "sqlite":
        _check_no_file(Path(address.database or ""))
        return
    async with reading(url) as connection:
        await _check_no_tables(connection, address.database or "")


def _check_no_file(place: Path) -> None:
    if place.exists() and place.stat().st_size:
        raise Unavailable("backups.not_empty", place=place)


async def _check_no_tables(connection: AsyncConnection, name: str) -> None:
    if await connection.run_sync(lambda direct: inspect(direct).get_table_names()):
        raise Unavailable("backups.not_empty", place=name)


async def _check_schema(connection: AsyncConnection, expected: str) -> None:
    revision = await connection.run_sync(revision_of)
    if revision != expected:
        raise Unavailable("moving.other_schema", revision=revision, known=expected)


@asynccontextmanager
async def undisturbed(url: str) -> AsyncIterator[None]:
    """Make sure that nobody else uses a database, and that nobody writes to it for a while.

    Errors: `Unavailable` when somebody does.
    """
    address = make_url(url_of(url))
    if address.get_backend_name() != "sqlite":
        async with reading(url) as connection:
            if await connection.scalar(text(OTHERS)):
                raise Unavailable("moving.in_use")
        yield
        return
    try:
        with closing(connect(Path(address.database or ""), BUSY_S)) as probe:
            probe.execute("PRAGMA locking_mode=EXCLUSIVE")
            probe.execute("BEGIN IMMEDIATE")
            probe.execute("ROLLBACK")
        holder = connect(Path(address.database or ""), BUSY_S)
        holder.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise Unavailable("moving.in_use") from error
    with closing(holder):
        yield


OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid != pg_backend_pid() AND backend_type = 'client backend'
"""


def url_of(url: str) -> str:
    """Name the asynchronous driver of an address."""
    return url.replace("sqlite:///", "sqlite+aiosqlite:///", 1) if url.startswith("sqlite:///") else url
