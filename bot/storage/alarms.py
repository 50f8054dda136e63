"""Rows of alarms, who is told of them, and a write that proves that writing is possible."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import has_telegram
from bot.domain.health import Alarm
from bot.domain.people import Locale, Role
from bot.storage.conflicts import upsert
from bot.storage.schema import accounts, alarms, notices, people, roles

PROBE = "probe"


async def probe(connection: AsyncConnection, now: datetime) -> None:
    """Write and take back: only that shows that the disk takes it."""
    await connection.execute(delete(alarms).where(alarms.c.name == PROBE))
    await connection.execute(insert(alarms), {"name": PROBE, "word": "", "raised_at": now, "is_open": False})
    await connection.execute(delete(alarms).where(alarms.c.name == PROBE))


async def every(connection: AsyncConnection, now: datetime) -> dict[str, Alarm]:
    """What operators were told of lately; how it is since is yet to be seen."""
    rows = await connection.execute(select(alarms))
    return {row.name: Alarm(row.name, row.word, not row.is_open, now, row.raised_at, row.is_open) for row in rows}


async def keep(connection: AsyncConnection, alarm: Alarm) -> None:
    row = {"name": alarm.name, "word": alarm.word, "raised_at": alarm.raised_at, "is_open": alarm.is_open}
    await connection.execute(upsert(connection, alarms, row), row)


async def drop(connection: AsyncConnection, name: str) -> None:
    await connection.execute(delete(alarms).where(alarms.c.name == name))


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who keeps the bot running, and can be told."""

    person: int
    telegram_id: int
    locale: Locale


async def operators(connection: AsyncConnection) -> list[Operator]:
    """Operators who agreed to be kept."""
    asked = select(people.c.id, people.c.telegram_id, people.c.locale).join(
        roles, roles.c.telegram_id == people.c.telegram_id
    )
    rows = await connection.execute(asked.where(roles.c.role == Role.OPERATOR.value))
    return [Operator(row.id, row.telegram_id, Locale(row.locale)) for row in rows]


async def also_by_letter(connection: AsyncConnection, cause: str) -> list[tuple[int, int]]:
    """Of who has a notice of this cause in Telegram and takes letters: the account, and the notice."""
    asked = (
        select(accounts.c.telegram_id, notices.c.id)
        .join(people, people.c.telegram_id == accounts.c.telegram_id)
        .join(notices, notices.c.person == people.c.id)
        .where(notices.c.cause == cause, accounts.c.email.is_not(None))
        .where(accounts.c.confirmed_at.is_not(None), accounts.c.bounced_at.is_(None))
    )
    return [(account, notice) for account, notice in await connection.execute(asked) if has_telegram(account)]
