"""Rows of the audit trail: who of the hromada's people did what. Only ever added to."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.schema import audit


@dataclass(frozen=True, slots=True)
class Act:
    """`actor` is the key in `people`, None for the command line; `about` names the thing, such as `round:12`."""

    acted_at: datetime
    actor: int | None
    role: str
    action: str
    about: str
    detail: str = ""


async def add(connection: AsyncConnection, act: Act) -> None:
    await connection.execute(insert(audit).values(asdict(act)))


async def of(connection: AsyncConnection, about: str) -> list[Act]:
    """What was done about one thing, the newest first."""
    rows = await connection.execute(select(audit).where(audit.c.about == about).order_by(audit.c.id.desc()))
    return [Act(row.acted_at, row.actor, row.role, row.action, row.about, row.detail) for row in rows]
