"""Rows of erasures."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.backups import Erasure
from bot.storage.conflicts import upsert
from bot.storage.schema import erasures


async def add(connection: AsyncConnection, one: Erasure) -> None:
    """Note that somebody erased themselves; of several times the last one counts."""
    row = {"mark": one.mark, "withdraw": one.withdraw, "erased_at": one.erased_at}
    await connection.execute(upsert(connection, erasures, row), row)


async def every(connection: AsyncConnection) -> list[Erasure]:
    rows = await connection.execute(select(erasures).order_by(erasures.c.mark))
    return [Erasure(row.mark, row.withdraw, row.erased_at) for row in rows]


async def prune(connection: AsyncConnection, before: datetime) -> None:
    """Let go of those that no copy knows any more."""
    await connection.execute(delete(erasures).where(erasures.c.erased_at < before))
