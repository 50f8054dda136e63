"""A database brought up to date by the migrations is the one that the code describes."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.storage.database import Database
from bot.storage.migrate import SCRIPTS, migrate
from bot.storage.schema import metadata


def differences(connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


async def test_head_equals_schema(tmp_path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/viche.sqlite3")
    await database.open()
    try:
        await migrate(database)
        async with database.read() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await database.close()
