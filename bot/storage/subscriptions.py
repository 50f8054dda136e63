"""Rows of wishes for digests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import has_telegram
from bot.domain.digests import PeriodKind
from bot.domain.people import Role
from bot.domain.permissions import PERMISSIONS, Action
from bot.domain.subscriptions import Subscription, Way
from bot.storage.conflicts import upsert
from bot.storage.schema import accounts, people, roles, subscriptions

_CHOSEN = ("person", "kind", "hour", "day", "way", "with_xlsx")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is to be sent digests, and the last day of the newest that was announced to them."""

    person: int
    telegram_id: int
    subscription: Subscription
    announced_on: date
    takes_letters: bool

    @property
    def by_letter(self) -> bool:
        return self.takes_letters and self.subscription.way is not Way.TELEGRAM

    @property
    def by_telegram(self) -> bool:
        """Whether the bot tells them; also who wants letters and has no address any more that takes them."""
        return has_telegram(self.telegram_id) and (self.subscription.way is not Way.EMAIL or not self.takes_letters)


async def keep(connection: AsyncConnection, person: int, wish: Subscription, announced_on: date) -> None:
    """Keep a wish; `announced_on` counts only for a new one."""
    row = {
        "person": person,
        "kind": wish.kind.value,
        "hour": wish.hour,
        "day": wish.day,
        "way": wish.way.value,
        "with_xlsx": wish.with_xlsx,
    }
    await connection.execute(upsert(connection, subscriptions, _CHOSEN), {**row, "announced_on": announced_on})


async def remove(connection: AsyncConnection, person: int, kind: PeriodKind) -> None:
    which = (subscriptions.c.person == person, subscriptions.c.kind == kind.value)
    await connection.execute(delete(subscriptions).where(*which))


async def of_person(connection: AsyncConnection, person: int) -> list[Subscription]:
    """What a person wants, the most frequent first."""
    rows = await connection.execute(select(subscriptions).where(subscriptions.c.person == person))
    wishes = {PeriodKind(row.kind): _wish(row) for row in rows}
    return [wishes[kind] for kind in PeriodKind if kind in wishes]


async def readers(connection: AsyncConnection) -> list[Reader]:
    """All wishes of those who still may read digests."""
    may_read = [role.value for role in Role if role in PERMISSIONS[Action.READ_DIGEST]]
    takes = and_(accounts.c.email.is_not(None), accounts.c.confirmed_at.is_not(None), accounts.c.bounced_at.is_(None))
    rows = await connection.execute(
        select(subscriptions, people.c.telegram_id, takes.label("takes_letters"))
        .join(people, people.c.id == subscriptions.c.person)
        .join(roles, roles.c.telegram_id == people.c.telegram_id)
        .outerjoin(accounts, accounts.c.telegram_id == people.c.telegram_id)
        .where(roles.c.role.in_(may_read))
        .order_by(subscriptions.c.person)
    )
    return [Reader(row.person, row.telegram_id, _wish(row), row.announced_on, bool(row.takes_letters)) for row in rows]


async def announce(connection: AsyncConnection, person: int, kind: PeriodKind, last_on: date) -> bool:
    """Note that a digest is announced; False when it or a later one was before."""
    done = await connection.execute(
        update(subscriptions)
        .where(
            subscriptions.c.person == person,
            subscriptions.c.kind == kind.value,
            subscriptions.c.announced_on < last_on,
        )
        .values(announced_on=last_on)
    )
    return bool(done.rowcount)


def _wish(row: Row[*tuple[Any, ...]]) -> Subscription:
    return Subscription(PeriodKind(row.kind), row.hour, row.day, Way(row.way), row.with_xlsx)
