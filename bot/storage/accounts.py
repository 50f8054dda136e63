"""Rows of the accounts of colleagues."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Account, Colleague
from bot.domain.people import Role
from bot.storage.conflicts import upsert
from bot.storage.schema import accounts, people, roles


async def find(connection: AsyncConnection, telegram_id: int) -> Account | None:
    row = (await connection.execute(select(accounts).where(accounts.c.telegram_id == telegram_id))).one_or_none()
    return _account(row) if row else None


async def with_address(connection: AsyncConnection, email: str) -> Account | None:
    row = (await connection.execute(select(accounts).where(accounts.c.email == email))).one_or_none()
    return _account(row) if row else None


async def add(connection: AsyncConnection, account: Account, now: datetime) -> None:
    await connection.execute(
        insert(accounts).values(
            telegram_id=account.telegram_id,
            name=account.name,
            email=account.email,
            confirmed_at=account.confirmed_at,
            created_at=now,
        )
    )


async def rename(connection: AsyncConnection, telegram_id: int, name: str, now: datetime) -> None:
    row = {"telegram_id": telegram_id, "name": name, "created_at": now}
    await connection.execute(upsert(connection, accounts, ("telegram_id", "name")), row)


async def confirm(connection: AsyncConnection, telegram_id: int, email: str, now: datetime) -> None:
    """Let an address take letters for somebody; it may have been another one before, or returned letters."""
    row = {"telegram_id": telegram_id, "email": email, "confirmed_at": now, "bounced_at": None}
    await connection.execute(upsert(connection, accounts, tuple(row)), {**row, "name": "", "created_at": now})


async def drop_address(connection: AsyncConnection, telegram_id: int) -> None:
    nothing = {"email": None, "confirmed_at": None, "bounced_at": None}
    await connection.execute(update(accounts).where(accounts.c.telegram_id == telegram_id).values(nothing))


async def bounced(connection: AsyncConnection, email: str, now: datetime) -> None:
    """Remember that letters to an address come back."""
    await connection.execute(update(accounts).where(accounts.c.email == email).values(bounced_at=now))


async def erase(connection: AsyncConnection, telegram_id: int) -> None:
    await connection.execute(delete(accounts).where(accounts.c.telegram_id == telegram_id))


async def colleagues(connection: AsyncConnection) -> list[Colleague]:
    """Everybody with a role, the latest first."""
    rows = await connection.execute(
        select(roles.c.telegram_id.label("number"), roles.c.role, roles.c.granted_at, people.c.id, accounts)
        .outerjoin(people, people.c.telegram_id == roles.c.telegram_id)
        .outerjoin(accounts, accounts.c.telegram_id == roles.c.telegram_id)
        .order_by(roles.c.granted_at.desc(), roles.c.telegram_id)
    )
    return [
        Colleague(row.number, Role(row.role), row.granted_at, row.id, _account(row) if row.created_at else None)
        for row in rows
    ]


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(row.telegram_id, row.name, row.email, row.confirmed_at, row.bounced_at)
