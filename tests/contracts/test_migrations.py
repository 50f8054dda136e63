"""A new database, and an old one brought up to date by the migrations, are the one that the code describes."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Integer, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import Database
from bot.storage.migrate import REVISIONS, SCRIPTS, migrate
from bot.storage.schema import metadata
from tests.support.databases import EMPTY, server


def differences(connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def config(connection=None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.attributes["connection"] = connection
    return made


def test_files_are_named_by_their_revisions_and_lead_to_one_head() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert scripts.get_heads() == REVISIONS[-1:]
    assert sorted(script.revision for script in scripts.walk_revisions()) == REVISIONS


async def becomes_the_schema(database: Database) -> None:
    await database.open()
    try:
        await migrate(database)
        await migrate(database)
        async with database.read() as connection:
            assert await connection.run_sync(differences) == []
            assert (
                await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
                == (REVISIONS[-1])
            )
    finally:
        await database.close()


@pytest.mark.parametrize("begun_at", [None, *REVISIONS])
async def test_every_database_becomes_the_schema(tmp_path, begun_at) -> None:
    if begun_at:
        with create_engine(f"sqlite:///{tmp_path}/viche.sqlite3").begin() as connection:
            command.upgrade(config(connection), begun_at)
    await becomes_the_schema(Database(f"sqlite+aiosqlite:///{tmp_path}/viche.sqlite3"))


@pytest.mark.parametrize("begun_at", [None, *REVISIONS])
async def test_every_database_on_a_server_becomes_the_schema(tmp_path, begun_at) -> None:
    url = server().database(tmp_path / "viche", template=EMPTY)
    if begun_at:
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(lambda sync: command.upgrade(config(sync), begun_at))
        await engine.dispose()
    await becomes_the_schema(Database(url))


def test_whole_numbers_have_64_bits_everywhere() -> None:
    narrow = [column for table in metadata.tables.values() for column in table.c if type(column.type) is Integer]
    assert narrow == []
