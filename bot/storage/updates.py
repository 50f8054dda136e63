"""Telegram's updates, stored before they are confirmed and kept until they are worked off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.conflicts import insert_new
from bot.storage.schema import updates

WAITING, DONE, ASIDE = "waiting", "done", "aside"


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """`sender` is the Telegram id whose updates keep their order; `payload` is Telegram's JSON."""

    update_id: int
    sender: int
    payload: str
    received_at: datetime


_KNOWN = select(updates.c.update_id).where(updates.c.update_id.in_(bindparam("ids", expanding=True)))
_CLAIM = update(updates).where(updates.c.update_id == bindparam("id")).values(n_attempts=updates.c.n_attempts + 1)
_FINISH = (
    update(updates)
    .where(updates.c.update_id.in_(bindparam("ids", expanding=True)))
    .values(state=DONE, sender=None, payload=None)
)


async def store(connection: AsyncConnection, batches: Sequence[Sequence[StoredUpdate]]) -> set[int]:
    """Keep the updates that are new and return their ids; a repeat is dropped."""
    rows = {
        u.update_id: {
            "update_id": u.update_id,
            "state": WAITING,
            "sender": u.sender,
            "payload": u.payload,
            "n_attempts": 0,
            "received_at": u.received_at,
        }
        for batch in batches
        for u in batch
    }
    known = set(await connection.scalars(_KNOWN, {"ids": list(rows)}))
    await connection.execute(insert_new(connection, updates), list(rows.values()))
    return rows.keys() - known


async def claim(connection: AsyncConnection, update_ids: Sequence[int]) -> None:
    """Note that work on updates begins anew; what was begun too often is set aside at the next start."""
    await connection.execute(_CLAIM, [{"id": update_id} for update_id in update_ids])


async def finish(connection: AsyncConnection, update_ids: Sequence[int]) -> None:
    """Forget what updates said; their ids stay, so that a repeat is known."""
    await connection.execute(_FINISH, {"ids": update_ids})


async def set_aside(connection: AsyncConnection, attempts: int) -> int:
    """Take updates that were begun `attempts` times without an end out of the queue; return how many."""
    result = await connection.execute(
        update(updates).where(updates.c.state == WAITING, updates.c.n_attempts >= attempts).values(state=ASIDE)
    )
    return result.rowcount


async def waiting(connection: AsyncConnection, after: int, limit: int) -> list[StoredUpdate]:
    """The oldest waiting updates whose id is above `after`."""
    rows = await connection.execute(
        select(updates.c.update_id, updates.c.sender, updates.c.payload, updates.c.received_at)
        .where(updates.c.state == WAITING, updates.c.update_id > after)
        .order_by(updates.c.update_id)
        .limit(limit)
    )
    return [StoredUpdate(*row) for row in rows]


async def count(connection: AsyncConnection, state: str) -> int:
    return await connection.scalar(select(func.count()).select_from(updates).where(updates.c.state == state)) or 0


async def erase_sender(connection: AsyncConnection, telegram_id: int) -> None:
    """Empty every update of a person, also the one being worked on."""
    await connection.execute(
        update(updates).where(updates.c.sender == telegram_id).values(state=DONE, sender=None, payload=None)
    )
