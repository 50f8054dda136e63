"""Rows of ways into the desk and of the browsers that came in. Of every token only its digest is kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Session
from bot.storage.schema import accounts, entry_links, people, roles, sessions


async def add_link(
    connection: AsyncConnection, digest: bytes, telegram_id: int, confirms: str | None, until_at: datetime
) -> None:
    """Keep a way in; `confirms` is the address that it proves to be somebody's.

    Nothing is kept for who was erased meanwhile: perhaps a letter to them was just being written.
    """
    is_known = or_(*(exists().where(one.c.telegram_id == telegram_id) for one in (people, roles, accounts)))
    if not await connection.scalar(select(is_known)):
        return
    row = {"digest": digest, "telegram_id": telegram_id, "confirms": confirms, "until_at": until_at}
    await connection.execute(insert(entry_links).values(row))


async def is_link(connection: AsyncConnection, digest: bytes, now: datetime) -> bool:
    asked = select(entry_links.c.digest).where(entry_links.c.digest == digest, entry_links.c.until_at > now)
    return await connection.scalar(asked) is not None


async def take_link(connection: AsyncConnection, digest: bytes, now: datetime) -> tuple[int, str | None] | None:
    """Use up a way in: whose it is and the address it confirms; None when it is over, used or none."""
    rows = await connection.execute(
        delete(entry_links)
        .where(entry_links.c.digest == digest, entry_links.c.until_at > now)
        .returning(entry_links.c.telegram_id, entry_links.c.confirms)
    )
    row = rows.one_or_none()
    return (row.telegram_id, row.confirms) if row else None


async def open_(connection: AsyncConnection, digest: bytes, telegram_id: int, device: str, now: datetime) -> None:
    row = {"digest": digest, "telegram_id": telegram_id, "device": device, "opened_at": now, "seen_at": now}
    await connection.execute(insert(sessions).values(row))


async def find(connection: AsyncConnection, digest: bytes) -> Session | None:
    row = (await connection.execute(select(sessions).where(sessions.c.digest == digest))).one_or_none()
    return _session(row) if row else None


async def see(connection: AsyncConnection, digest: bytes, now: datetime) -> None:
    await connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen_at=now))


async def say(connection: AsyncConnection, digest: bytes, said: str | None) -> None:
    await connection.execute(update(sessions).where(sessions.c.digest == digest).values(said=said))


async def of(connection: AsyncConnection, telegram_id: int) -> list[Session]:
    """The browsers of one person, the latest first."""
    asked = select(sessions).where(sessions.c.telegram_id == telegram_id).order_by(sessions.c.opened_at.desc())
    return [_session(row) for row in await connection.execute(asked)]


async def open_of(connection: AsyncConnection, telegram_id: int, now: datetime) -> list[Session]:
    """Those of them that are not over."""
    return [one for one in await of(connection, telegram_id) if not one.is_over(now)]


async def close(connection: AsyncConnection, digest: bytes) -> None:
    await connection.execute(delete(sessions).where(sessions.c.digest == digest))


async def close_all(connection: AsyncConnection, telegram_id: int) -> None:
    """Let nobody in, and nobody stay, under a number."""
    await connection.execute(delete(sessions).where(sessions.c.telegram_id == telegram_id))
    await connection.execute(delete(entry_links).where(entry_links.c.telegram_id == telegram_id))


def _session(row: Row[*tuple[Any, ...]]) -> Session:
    return Session(row.digest.hex(), row.telegram_id, row.device, row.opened_at, row.seen_at, row.said)
