"""The audit trail as a chain: added to at its end, dropped from at its beginning, and nothing else."""

import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Act
from bot.domain.chain import Entry, Head, chained
from bot.storage.schema import audit, audit_anchors, audit_details

AT_ONCE = 1000
"""Entries read in one go."""

_FIELDS = tuple(column.name for column in audit.c if not column.primary_key)

_END = select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)
_ANCHOR = select(audit_anchors.c.number, audit_anchors.c.hash).order_by(audit_anchors.c.number.desc()).limit(1)


async def add(connection: AsyncConnection, act: Act) -> None:
    """Write an act at the end of the chain, where nobody else writes meanwhile: transactions that write take turns."""
    last = await head(connection)
    entry = chained(last.number + 1, last.hash, act, secrets.token_bytes(16))
    await connection.execute(insert(audit).values(row_of(entry)))
    await connection.execute(insert(audit_details).values(entry=entry.number, salt=entry.salt, detail=entry.detail))


async def head(connection: AsyncConnection) -> Head:
    """Find the last entry, or where the chain was dropped up to, or its start."""
    for which in (_END, _ANCHOR):
        if (row := (await connection.execute(which)).one_or_none()) is not None:
            return Head(*row)
    return Head()


async def anchors(connection: AsyncConnection) -> list[Head]:
    """The last entries that were dropped each time, the latest last."""
    rows = await connection.execute(
        select(audit_anchors.c.number, audit_anchors.c.hash).order_by(audit_anchors.c.number)
    )
    return [Head(*row) for row in rows]


async def entries(connection: AsyncConnection) -> AsyncIterator[Entry]:
    """Yield every entry in the chain's order."""
    after = 0
    asked = select(audit, audit_details.c.salt, audit_details.c.detail).outerjoin(audit_details)
    while rows := (await connection.execute(asked.where(audit.c.id > after).order_by(audit.c.id).limit(AT_ONCE))).all():
        for row in rows:
            yield Entry(*row)
        after = rows[-1].id


async def drop_before(connection: AsyncConnection, moment: datetime, now: datetime) -> int:
    """Drop the beginning of the chain up to a moment, leave the hash of the last dropped; return how many went."""
    kept_from = await connection.scalar(select(func.min(audit.c.id)).where(audit.c.acted_at >= moment))
    old = audit.c.id < kept_from if kept_from is not None else audit.c.id > 0
    last = (
        await connection.execute(select(audit.c.id, audit.c.hash).where(old).order_by(audit.c.id.desc()).limit(1))
    ).one_or_none()
    if last is None:
        return 0
    await connection.execute(insert(audit_anchors).values(number=last.id, hash=last.hash, dropped_at=now))
    return (await connection.execute(delete(audit).where(audit.c.id <= last.id))).rowcount


async def action_of(connection: AsyncConnection, number: int) -> str | None:
    return await connection.scalar(select(audit.c.action).where(audit.c.id == number))


async def erase_detail(connection: AsyncConnection, number: int) -> bool:
    """Delete what an entry says exactly; the chain stays whole without it. Say whether there was anything."""
    done = await connection.execute(delete(audit_details).where(audit_details.c.entry == number))
    return done.rowcount > 0


def row_of(entry: Entry) -> dict[str, Any]:
    """What the table of the chain keeps of an entry."""
    return {"id": entry.number, **{name: getattr(entry, name) for name in _FIELDS}}
