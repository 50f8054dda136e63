"""How much waits, read from indexes alone, so that asking often costs nothing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.health import Backlog
from bot.domain.letters import LetterState
from bot.domain.notices import NoticeKind, NoticeState
from bot.storage.schema import letters, notices, updates
from bot.storage.updates import IS_ASIDE, IS_WAITING


async def read(connection: AsyncConnection, now: datetime, kinds: Collection[NoticeKind]) -> Backlog:
    """Count what is due now; of notices only these `kinds`, as at night."""
    due = (notices.c.state == NoticeState.WAITING.value, notices.c.due_at <= now, notices.c.kind.in_(kinds))
    post = (letters.c.state == LetterState.WAITING.value, letters.c.due_at <= now)
    return Backlog(
        await _n(connection, updates, IS_WAITING),
        await connection.scalar(select(func.min(updates.c.received_at)).where(IS_WAITING)),
        await _n(connection, updates, IS_ASIDE),
        await _n(connection, notices, *due),
        await connection.scalar(select(func.min(notices.c.due_at)).where(*due)),
        await _n(connection, letters, *post),
        await connection.scalar(select(func.min(letters.c.due_at)).where(*post)),
    )


async def _n(connection: AsyncConnection, table: Any, *which: Any) -> int:
    return await connection.scalar(select(func.count()).select_from(table).where(*which)) or 0
