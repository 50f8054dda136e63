"""Rows of letters: written in the same transaction as the fact they tell of, sent afterwards."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.letters import FAILED, Letter, LetterKind, LetterState, StoredLetter, Trouble
from bot.storage.conflicts import insert_new
from bot.storage.schema import accounts, letters, roles

_UNDER_WAY = (LetterState.WAITING.value, LetterState.SENDING.value)


async def add(connection: AsyncConnection, new: Sequence[Letter]) -> None:
    """Keep letters; who was written to about the same cause before is left out, and who is kept no longer."""
    named = [one.account for one in new]
    kept = [select(one.c.telegram_id).where(one.c.telegram_id.in_(named)) for one in (accounts, roles)]
    known = set((await connection.execute(union(*kept))).scalars())
    rows = [
        {
            "mark": secrets.token_hex(16),
            "account": one.account,
            "cause": one.cause,
            "kind": one.kind.value,
            "params": dict(one.params),
            "email": one.email,
            "due_at": one.due_at,
            "first_due_at": one.due_at,
            "state": LetterState.WAITING.value,
            "n_attempts": 0,
            "error": "",
        }
        for one in new
        if one.account in known
    ]
    if rows:
        await connection.execute(insert_new(connection, letters), rows)


async def due(connection: AsyncConnection, now: datetime, limit: int) -> list[StoredLetter]:
    """What is to be sent now: first what somebody waits for at a door, then the oldest."""
    waits = (letters.c.state == LetterState.WAITING.value, letters.c.due_at <= now)
    at_a_door = letters.c.kind == LetterKind.ENTRY.value
    asked = select(letters).where(*waits).order_by(at_a_door.desc(), letters.c.due_at, letters.c.id).limit(limit)
    return [_stored(row) for row in await connection.execute(asked)]


async def hand_over(connection: AsyncConnection, key: int) -> None:
    """Note that from now on the server may have a letter."""
    await connection.execute(update(letters).where(letters.c.id == key).values(state=LetterState.SENDING.value))


async def put_off(connection: AsyncConnection, key: int, until: datetime, error: str) -> None:
    """Try again later."""
    later = {"state": LetterState.WAITING.value, "due_at": until, "error": error}
    await connection.execute(_by_key(key).values(**later, n_attempts=letters.c.n_attempts + 1))


async def settle(connection: AsyncConnection, key: int, state: LetterState, error: str, now: datetime) -> None:
    """Note what became of a letter; an address that was only for it is forgotten unless it may be sent again."""
    kept = {} if state in FAILED else {"email": None}
    done = {"state": state.value, "error": error, "done_at": now, **kept}
    await connection.execute(_by_key(key).values(**done, n_attempts=letters.c.n_attempts + 1))


async def lose_track(connection: AsyncConnection, now: datetime) -> int:
    """After a crash: nobody knows what became of the letters that were being handed over; return how many."""
    lost = update(letters).where(letters.c.state == LetterState.SENDING.value)
    done = await connection.execute(lost.values(state=LetterState.UNSURE.value, done_at=now))
    return done.rowcount


async def send_again(connection: AsyncConnection, key: int, now: datetime) -> None:
    """Let a letter go once more, as if it had not been tried."""
    anew = {"state": LetterState.WAITING.value, "due_at": now, "first_due_at": now, "n_attempts": 0, "done_at": None}
    await connection.execute(_by_key(key).values(anew))


async def find(connection: AsyncConnection, key: int) -> StoredLetter | None:
    row = (await connection.execute(select(letters).where(letters.c.id == key))).one_or_none()
    return _stored(row) if row else None


async def listed(
    connection: AsyncConnection, account: int | None, states: Sequence[LetterState], limit: int, offset: int
) -> list[StoredLetter]:
    """Letters in these states, the latest first; of everybody without an `account`."""
    asked = select(letters).where(letters.c.state.in_([state.value for state in states]))
    if account is not None:
        asked = asked.where(letters.c.account == account)
    rows = await connection.execute(asked.order_by(letters.c.id.desc()).limit(limit).offset(offset))
    return [_stored(row) for row in rows]


async def stuck(connection: AsyncConnection, before: datetime) -> Trouble | None:
    """What has been waiting since before a moment; None for nothing."""
    waits = (letters.c.state == LetterState.WAITING.value, letters.c.first_due_at < before)
    asked = select(letters.c.first_due_at, letters.c.error, func.count().over()).where(*waits)
    row = (await connection.execute(asked.order_by(letters.c.first_due_at, letters.c.id).limit(1))).one_or_none()
    return Trouble(row[2], row[0], row[1]) if row else None


async def of_account(connection: AsyncConnection, account: int) -> list[dict[str, Any]]:
    """Everything that is kept of somebody's letters, as JSON values."""
    columns = (letters.c.kind, letters.c.email, letters.c.state, letters.c.first_due_at, letters.c.error)
    rows = await connection.execute(select(*columns).where(letters.c.account == account).order_by(letters.c.id))
    return [dict(row) for row in rows.mappings()]


async def erase(connection: AsyncConnection, account: int) -> None:
    await connection.execute(delete(letters).where(letters.c.account == account))


def _by_key(key: int) -> Any:
    return update(letters).where(letters.c.id == key)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredLetter:
    return StoredLetter(
        row.id,
        row.mark,
        Letter(row.account, row.cause, LetterKind(row.kind), row.params, row.due_at, row.email),
        LetterState(row.state),
        row.n_attempts,
        row.first_due_at,
        row.error,
        row.done_at,
    )
