"""Insert-or-ignore and upsert, which SQLAlchemy spells per database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = postgresql.Insert | sqlite.Insert


def insert_new(connection: AsyncConnection, table: Table) -> Insert:
    """Build an insert that leaves rows alone whose key exists."""
    return _insert(connection, table).on_conflict_do_nothing()


def upsert(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> Insert:
    """Build an insert that overwrites the row with the same primary key."""
    keys = [column.name for column in table.primary_key]
    changed = {name: value for name, value in values.items() if name not in keys}
    return _insert(connection, table).values(dict(values)).on_conflict_do_update(index_elements=keys, set_=changed)


def _insert(connection: AsyncConnection, table: Table) -> Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
