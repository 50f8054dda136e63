"""Bring the schema up to this version of the code; refuse a newer one."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import Unavailable
from bot.storage.database import Database

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Apply the missing migrations in one transaction.

    Errors: `Unavailable` when the database was made by a newer version.
    """
    await database.write(_upgrade)


async def _upgrade(connection: AsyncConnection) -> None:
    await connection.run_sync(_upgrade_sync)


def _upgrade_sync(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in _known(scripts):
        raise Unavailable("database.newer", revision=current)
    command.upgrade(config, "head")


def _known(scripts: ScriptDirectory) -> set[Any]:
    return {script.revision for script in scripts.walk_revisions()}
