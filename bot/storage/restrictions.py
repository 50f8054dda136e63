"""Rows of restrictions: who may not for a time."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.restrictions import Restriction, RestrictionKind
from bot.storage.conflicts import upsert
from bot.storage.schema import restrictions


async def find(connection: AsyncConnection, person: int, now: datetime) -> Restriction | None:
    """What keeps a person now."""
    which = (restrictions.c.person == person, restrictions.c.until_at > now)
    row = (await connection.execute(select(restrictions).where(*which))).one_or_none()
    return Restriction(row.person, RestrictionKind(row.kind), row.until_at, row.reason) if row else None


async def keep(connection: AsyncConnection, new: Restriction) -> None:
    row = {"person": new.person, "kind": new.kind.value, "until_at": new.until_at, "reason": new.reason}
    await connection.execute(upsert(connection, restrictions, row), row)


async def lift(connection: AsyncConnection, person: int) -> None:
    await connection.execute(delete(restrictions).where(restrictions.c.person == person))


async def listed(connection: AsyncConnection, now: datetime) -> list[Restriction]:
    """Everybody who is kept now, by the end of it."""
    rows = await connection.execute(
        select(restrictions).where(restrictions.c.until_at > now).order_by(restrictions.c.until_at)
    )
    return [Restriction(row.person, RestrictionKind(row.kind), row.until_at, row.reason) for row in rows]


async def prune(connection: AsyncConnection, now: datetime) -> None:
    await connection.execute(delete(restrictions).where(restrictions.c.until_at <= now))
