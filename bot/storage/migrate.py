"""Bring the schema up to this version of the code; refuse a newer one."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import Unavailable
from bot.storage.database import Database
from bot.storage.schema import metadata

SCRIPTS = Path(__file__).parent / "migrations"
REVISIONS = sorted(path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))
"""A migration's file begins with its revision."""

versions = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own."""


def _no_copy(_: str) -> None:
    """Keep no copy."""


async def migrate(database: Database, keep_copy: Callable[[str], None] = _no_copy) -> None:
    """Make a new database, or apply the missing migrations to an old one, in one transaction.

    `keep_copy` is called with the old revision, in a thread, before anything is changed; if it raises, nothing is.

    Errors: `Unavailable` when the database was made by a newer version.
    """
    current = await database.write(_current)
    if current is not None and current not in REVISIONS:
        raise Unavailable("database.newer", revision=current, known=REVISIONS[-1])
    if current is not None and current != REVISIONS[-1]:
        await asyncio.to_thread(keep_copy, current)
    await database.write(_bring_up_to_date)


def revision_of(connection: Connection) -> str | None:
    """Read which schema a database has; None for none of ours."""
    known = inspect(connection).has_table(versions.name)
    return connection.scalar(select(versions.c.version_num)) if known else None


def create(connection: Connection) -> None:
    """Make every table in an empty database."""
    metadata.create_all(connection, checkfirst=False)
    versions.create(connection, checkfirst=True)
    connection.execute(insert(versions), {"version_num": REVISIONS[-1]})


async def _current(connection: AsyncConnection) -> str | None:
    return await connection.run_sync(revision_of)


async def _bring_up_to_date(connection: AsyncConnection) -> None:
    await connection.run_sync(_bring_up_to_date_sync)


def _bring_up_to_date_sync(connection: Connection) -> None:
    current = revision_of(connection)
    if current is None:
        create(connection)
    elif current != REVISIONS[-1]:
        upgrade(connection)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Apply the migrations up to a revision."""
    from alembic import command  # noqa: PLC0415  (10 MB that a database which is up to date does without)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
