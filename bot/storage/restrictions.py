"""Rows of restrictions: who may not for a time, under a mark from which nobody learns who it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import HideReason
from bot.domain.restrictions import Restriction, RestrictionKind
from bot.storage.schema import restrictions


async def keep(connection: AsyncConnection, mark: bytes, new: Restriction) -> None:
    """Restrict somebody for a text; of several for the same one only the latest counts."""
    assert new.feedback is not None, "whoever is restricted wrote something"
    await connection.execute(delete(restrictions).where(restrictions.c.feedback == new.feedback))
    row = {"mark": mark, "kind": new.kind.value, "until_at": new.until_at, "reason": new.reason.value}
    await connection.execute(insert(restrictions).values(row | {"feedback": new.feedback}))


async def find(connection: AsyncConnection, key: int, now: datetime) -> Restriction | None:
    return await _one(connection, restrictions.c.id == key, now)


async def given_for(connection: AsyncConnection, feedback: int, now: datetime) -> Restriction | None:
    """What its author got for a text."""
    return await _one(connection, restrictions.c.feedback == feedback, now)


async def of_person(connection: AsyncConnection, mark: bytes, now: datetime) -> list[Restriction]:
    """Everything that keeps a person now; the first is what counts, a ban before a mute."""
    rows = await connection.execute(
        select(restrictions)
        .where(restrictions.c.mark == mark, restrictions.c.until_at > now)
        .order_by(restrictions.c.kind, restrictions.c.until_at.desc())
    )
    return [_restriction(row) for row in rows]


async def mark_of(connection: AsyncConnection, key: int) -> bytes | None:
    """Whom a restriction is for."""
    return await connection.scalar(select(restrictions.c.mark).where(restrictions.c.id == key))


async def lift(connection: AsyncConnection, key: int) -> None:
    await connection.execute(delete(restrictions).where(restrictions.c.id == key))


async def unlink(connection: AsyncConnection, mark: bytes) -> None:
    """Let nothing lead from a person's restrictions to what they wrote."""
    await connection.execute(update(restrictions).where(restrictions.c.mark == mark).values(feedback=None))


async def listed(connection: AsyncConnection, now: datetime) -> list[Restriction]:
    """All that count now, by their ends."""
    rows = await connection.execute(
        select(restrictions).where(restrictions.c.until_at > now).order_by(restrictions.c.until_at, restrictions.c.id)
    )
    return [_restriction(row) for row in rows]


async def _one(connection: AsyncConnection, which: Any, now: datetime) -> Restriction | None:
    row = (await connection.execute(select(restrictions).where(which, restrictions.c.until_at > now))).one_or_none()
    return _restriction(row) if row else None


def _restriction(row: Row[Any]) -> Restriction:
    return Restriction(row.id, RestrictionKind(row.kind), row.until_at, HideReason(row.reason), row.feedback)
