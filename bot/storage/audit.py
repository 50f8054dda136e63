"""Acts of the audit trail: who of the hromada's people did what, as it is read."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import COMMAND_LINE, Act, ActsWanted
from bot.storage.chain import add
from bot.storage.schema import audit, audit_details

__all__ = ["add", "by_action", "latest", "of"]

_ACTS = select(audit, func.coalesce(audit_details.c.detail, "").label("detail")).outerjoin(audit_details)


async def of(connection: AsyncConnection, about: str) -> list[Act]:
    """What was done about one thing, the newest first."""
    return await _acts(connection, _ACTS.where(audit.c.about == about))


async def latest(
    connection: AsyncConnection,
    wanted: ActsWanted,
    span: tuple[datetime | None, datetime | None],
    limit: int,
    offset: int,
) -> list[Act]:
    """What was done last, from a moment on and before another."""
    since, until = span
    asked = _ACTS.limit(limit).offset(offset)
    if wanted.thing is not None:
        asked = asked.where((audit.c.about == wanted.thing.value) | audit.c.about.startswith(f"{wanted.thing.value}:"))
    if wanted.about:
        asked = asked.where(audit.c.about == wanted.about)
    if wanted.actor is not None:
        asked = asked.where(audit.c.actor.is_(None) if wanted.actor == COMMAND_LINE else audit.c.actor == wanted.actor)
    if wanted.action:
        asked = asked.where(audit.c.action == wanted.action)
    if since is not None:
        asked = asked.where(audit.c.acted_at >= since)
    if until is not None:
        asked = asked.where(audit.c.acted_at < until)
    return await _acts(connection, asked)


async def by_action(connection: AsyncConnection, action: str, limit: int, offset: int = 0) -> list[Act]:
    """Everything of one kind that was done, the newest first."""
    return await _acts(connection, _ACTS.where(audit.c.action == action).limit(limit).offset(offset))


async def _acts(connection: AsyncConnection, which: Select[Any]) -> list[Act]:
    rows = await connection.execute(which.order_by(audit.c.id.desc()))
    return [Act(row.acted_at, row.actor, row.role, row.action, row.about, row.detail, row.id) for row in rows]
