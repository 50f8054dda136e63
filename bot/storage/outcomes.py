"""Rows of what came of rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.conflicts import insert_new
from bot.storage.schema import outcomes


@dataclass(frozen=True, slots=True)
class Counted:
    """`content` is what `bot.domain.results.to_json` wrote."""

    content: Mapping[str, Any]
    counted_at: datetime
    receipts_hash: str


async def keep(connection: AsyncConnection, key: int, content: Mapping[str, Any], hashed: str, now: datetime) -> None:
    """Keep the outcome of a round; the first one stays."""
    row = {"round": key, "content": dict(content), "receipts_hash": hashed, "counted_at": now}
    await connection.execute(insert_new(connection, outcomes).values(row))


async def find(connection: AsyncConnection, key: int) -> Counted | None:
    row = (await connection.execute(select(outcomes).where(outcomes.c.round == key))).one_or_none()
    return Counted(row.content, row.counted_at, row.receipts_hash) if row else None
