"""Rows of invitations that nobody took yet. Of every token only its digest is kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.invitations import Invitation
from bot.domain.people import Role
from bot.storage.schema import invitations

_ALL = select(
    invitations.c.id, invitations.c.role, invitations.c.made_by, invitations.c.made_at, invitations.c.until_at
)


async def add(
    connection: AsyncConnection, digest: bytes, role: Role, made_by: int, times: tuple[datetime, datetime]
) -> int:
    """Keep an invitation from when to when; return its number."""
    row = {"digest": digest, "role": role.value, "made_by": made_by, "made_at": times[0], "until_at": times[1]}
    made = await connection.execute(insert(invitations).values(row).returning(invitations.c.id))
    return int(made.scalar_one())


async def find(connection: AsyncConnection, digest: bytes, now: datetime) -> Invitation | None:
    """The invitation that a link opens; None when it is over, used, withdrawn or never was."""
    asked = _ALL.where(invitations.c.digest == digest, invitations.c.until_at > now)
    row = (await connection.execute(asked)).one_or_none()
    return _invitation(row) if row else None


async def every(connection: AsyncConnection, now: datetime) -> list[Invitation]:
    """Those that can still be taken, the newest first."""
    rows = await connection.execute(_ALL.where(invitations.c.until_at > now).order_by(invitations.c.id.desc()))
    return [_invitation(row) for row in rows]


async def of(connection: AsyncConnection, person: int) -> list[Invitation]:
    """Those that somebody made."""
    rows = await connection.execute(_ALL.where(invitations.c.made_by == person).order_by(invitations.c.id))
    return [_invitation(row) for row in rows]


async def count(connection: AsyncConnection, now: datetime) -> int:
    return await connection.scalar(select(func.count()).where(invitations.c.until_at > now)) or 0


async def remove(connection: AsyncConnection, key: int) -> bool:
    """Let nobody take it any more; say whether it was there."""
    return (await connection.execute(delete(invitations).where(invitations.c.id == key))).rowcount > 0


def _invitation(row: Row[*tuple[Any, ...]]) -> Invitation:
    return Invitation(row.id, Role(row.role), row.made_by, row.made_at, row.until_at)
