"""Telegram's updates, stored before they are confirmed and kept until they are worked off.

Each process works only on what it owns. Nobody is served by two at once, so that everybody's updates keep their order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, literal_column, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.conflicts import insert_new
from bot.storage.schema import updates

WAITING, DONE, ASIDE = "waiting", "done", "aside"

_OPEN = updates.c.state != literal_column("'done'")
"""Said besides, and in these words: SQLite then looks into the small index of those that are not done."""

IS_WAITING, IS_ASIDE = (and_(updates.c.state == state, _OPEN) for state in (WAITING, ASIDE))
OLDEST_FIRST = updates.c.update_id + 0
"""As a sum, lest SQLite walks through all updates there ever were because they lie in this order."""

CALL = "viche_updates"
"""The channel on which a process calls the others when it has left an update to one of them."""

_CALL = text(f"NOTIFY {CALL}")


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """`sender` is the Telegram id whose updates keep their order; `payload` is Telegram's JSON.

    Shapes: `owner` is the number of the process that works on it; None when it is left to whoever serves its sender.
    """

    update_id: int
    sender: int
    payload: str
    received_at: datetime
    owner: int | None = None


_KNOWN = select(updates.c.update_id).where(updates.c.update_id.in_(bindparam("ids", expanding=True)))
_CLAIM = update(updates).where(updates.c.update_id == bindparam("id")).values(n_attempts=updates.c.n_attempts + 1)
_ELSEWHERE = (
    select(updates.c.sender)
    .where(IS_WAITING, updates.c.sender.in_(bindparam("senders", expanding=True)))
    .where(updates.c.owner.is_distinct_from(bindparam("me")))
)
_FORGOTTEN = {"state": DONE, "sender": None, "payload": None, "owner": None}
_FINISH = update(updates).where(updates.c.update_id.in_(bindparam("ids", expanding=True))).values(_FORGOTTEN)


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
            "owner": u.owner,
        }
        for batch in batches
        for u in batch
    }
    known = set(await connection.scalars(_KNOWN, {"ids": list(rows)}))
    await connection.execute(insert_new(connection, updates), list(rows.values()))
    return rows.keys() - known


async def share(connection: AsyncConnection, batches: Sequence[Sequence[StoredUpdate]]) -> set[int]:
    """Keep updates as `store` does, but leave to the other processes whom they serve, and call them.

    Returns the ids of those that are new and for their owner to work on.
    """
    given = [one for batch in batches for one in batch]
    asked = {"senders": list({one.sender for one in given}), "me": given[0].owner}
    elsewhere = set(await connection.scalars(_ELSEWHERE, asked))
    kept = [replace(one, owner=None) if one.sender in elsewhere else one for one in given]
    new = await store(connection, [kept])
    left = {one.update_id for one in kept if one.owner is None} & new
    if left:
        await connection.execute(_CALL)
    return new - left


async def claim(connection: AsyncConnection, update_ids: Sequence[int]) -> None:
    """Note that work on updates begins anew; what was begun too often is set aside."""
    await connection.execute(_CLAIM, [{"id": update_id} for update_id in update_ids])


async def finish(connection: AsyncConnection, update_ids: Sequence[int]) -> None:
    """Forget what updates said; their ids stay, so that a repeat is known."""
    await connection.execute(_FINISH, {"ids": update_ids})


async def any_free(connection: AsyncConnection, me: int, living: Collection[int]) -> bool:
    """Say whether there is anything to take."""
    return await connection.scalar(_free(me, living, 1)) is not None


async def set_aside(connection: AsyncConnection, attempts: int, living: Collection[int]) -> int:
    """Take out of the queue what was begun `attempts` times by processes that ended; return how many."""
    result = await connection.execute(
        update(updates)
        .where(IS_WAITING, updates.c.n_attempts >= attempts, updates.c.owner.not_in(living))
        .values(state=ASIDE, owner=None)
    )
    return result.rowcount


async def take(connection: AsyncConnection, me: int, living: Collection[int], limit: int) -> list[StoredUpdate]:
    """Own the oldest updates that are free, and return them with their former owners.

    Free is what a process owned that lives no longer, or what was left to whoever serves its sender; but nobody takes
    an update of somebody whom another living process serves.
    """
    columns = (updates.c.update_id, updates.c.sender, updates.c.payload, updates.c.received_at, updates.c.owner)
    free = _free(me, living, limit).with_only_columns(*columns)
    found = [StoredUpdate(*row) for row in await connection.execute(free)]
    if found:
        mine = update(updates).where(updates.c.update_id.in_([one.update_id for one in found])).values(owner=me)
        await connection.execute(mine)
    return found


async def owned(connection: AsyncConnection, me: int) -> set[int]:
    """The waiting updates that a process owns."""
    return set(await connection.scalars(select(updates.c.update_id).where(IS_WAITING, updates.c.owner == me)))


async def erase_sender(connection: AsyncConnection, telegram_id: int) -> None:
    """Empty every update of a person, also the one being worked on."""
    await connection.execute(update(updates).where(updates.c.sender == telegram_id).values(_FORGOTTEN))


def _free(me: int, living: Collection[int], limit: int) -> Select[tuple[int]]:
    others = updates.alias()
    served = select(others.c.update_id).where(
        others.c.state == WAITING, others.c.sender == updates.c.sender, others.c.owner.in_({*living} - {me})
    )
    is_nobodys = or_(updates.c.owner.is_(None), updates.c.owner.not_in({*living, me}))
    free = select(updates.c.update_id).where(IS_WAITING, is_nobodys, ~served.exists())
    return free.order_by(OLDEST_FIRST).limit(limit)
