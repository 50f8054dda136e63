"""All rows that are about one person, whatever the table: a copy of them is the person's right."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.schema import metadata

SECRET = "digest"  # noqa: S105  (the name of a column)
"""What lets somebody in stays out of a file that is sent around."""

BY_NUMBER = frozenset({"telegram_id", "account"})
"""Columns that name a person by their number in Telegram; `person` names them by that in `people`."""


def tables() -> Iterator[tuple[Table, Column[Any]]]:
    """Each table whose rows are about one person, and the column that says whom."""
    for table in metadata.tables.values():
        for column in table.columns:
            if column.name == "person" or column.name in BY_NUMBER:
                yield table, column


async def everything(connection: AsyncConnection, telegram_id: int, person: int | None) -> dict[str, list[Any]]:
    """The rows as they are stored, by table; tables without any are left out.

    Shapes: JSON values, but for moments and days; bytes are written as hexadecimal digits.
    """
    found = {}
    for table, column in tables():
        who = telegram_id if column.name in BY_NUMBER else person
        if who is None:  # nobody's rows are not those of somebody who is not kept
            continue
        rows = (await connection.execute(select(table).where(column == who))).mappings()
        if stored := [{name: _plain(value) for name, value in row.items() if name != SECRET} for row in rows]:
            found[table.name] = stored
    return found


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
