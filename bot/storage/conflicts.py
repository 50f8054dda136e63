"""Insert-or-ignore and upsert, which SQLAlchemy spells per database."""

from collections.abc import Iterable

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = postgresql.Insert | sqlite.Insert


def insert_new(connection: AsyncConnection, table: Table) -> Insert:
    """Build an insert that leaves rows alone whose key exists."""
    return _insert(connection, table).on_conflict_do_nothing()


def upsert(connection: AsyncConnection, table: Table, columns: Iterable[str]) -> Insert:
    """Build an insert of these columns that overwrites them in the row with the same primary key."""
    insert = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in columns if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


def _insert(connection: AsyncConnection, table: Table) -> Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
