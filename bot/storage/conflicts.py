"""Insert-or-ignore and upsert, which SQLAlchemy spells per database. Each statement is made once."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Union

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Insert = Union[sqlite.Insert, "postgresql.Insert"]


def insert_new(connection: AsyncConnection, table: Table) -> Insert:
    """Build an insert that leaves rows alone whose key exists."""
    return _insert_new(connection.dialect.name, table)


def upsert(connection: AsyncConnection, table: Table, columns: Iterable[str]) -> Insert:
    """Build an insert of these columns that overwrites them in the row with the same primary key."""
    return _upsert(connection.dialect.name, table, tuple(columns))


@cache
def _insert_new(dialect: str, table: Table) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _upsert(dialect: str, table: Table, columns: tuple[str, ...]) -> Insert:
    insert = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in columns if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


def _insert(dialect: str, table: Table) -> Insert:
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  (2 MB that SQLite does without)

    return postgresql.insert(table)
