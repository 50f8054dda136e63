"""Rows of the audit trail: who of the hromada's people did what. Only ever added to."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Act
from bot.storage.schema import audit


async def add(connection: AsyncConnection, act: Act) -> None:
    await connection.execute(insert(audit).values(asdict(act)))


async def of(connection: AsyncConnection, about: str) -> list[Act]:
    """What was done about one thing, the newest first."""
    return await _acts(connection, select(audit).where(audit.c.about == about))


async def latest(connection: AsyncConnection, about: str, limit: int, offset: int) -> list[Act]:
    """What was done last; `about` one thing, or one kind of things when it ends with a colon, or "" for everything."""
    asked = select(audit).limit(limit).offset(offset)
    if about.endswith(":"):
        asked = asked.where(audit.c.about.startswith(about, autoescape=True))
    elif about:
        asked = asked.where(audit.c.about == about)
    return await _acts(connection, asked)


async def by_action(connection: AsyncConnection, action: str, limit: int, offset: int = 0) -> list[Act]:
    """Everything of one kind that was done, the newest first."""
    return await _acts(connection, select(audit).where(audit.c.action == action).limit(limit).offset(offset))


async def _acts(connection: AsyncConnection, which: Select[Any]) -> list[Act]:
    rows = await connection.execute(which.order_by(audit.c.id.desc()))
    return [Act(row.acted_at, row.actor, row.role, row.action, row.about, row.detail) for row in rows]
