"""Who wants which digest."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digests import PeriodKind
from bot.domain.people import Role
from bot.domain.permissions import PERMISSIONS, Action
from bot.storage.conflicts import insert_new
from bot.storage.schema import people, roles, subscriptions


async def add(connection: AsyncConnection, person: int, kind: PeriodKind) -> None:
    await connection.execute(insert_new(connection, subscriptions).values(person=person, kind=kind.value))


async def remove(connection: AsyncConnection, person: int, kind: PeriodKind) -> None:
    which = (subscriptions.c.person == person, subscriptions.c.kind == kind.value)
    await connection.execute(delete(subscriptions).where(*which))


async def of_person(connection: AsyncConnection, person: int) -> list[PeriodKind]:
    rows = await connection.scalars(select(subscriptions.c.kind).where(subscriptions.c.person == person))
    wanted = set(rows)
    return [kind for kind in PeriodKind if kind.value in wanted]


async def subscribers(connection: AsyncConnection, kind: PeriodKind) -> Sequence[int]:
    """Those who want digests of a kind and still may read them."""
    readers = [role.value for role in Role if role in PERMISSIONS[Action.READ_DIGEST]]
    rows = await connection.scalars(
        select(subscriptions.c.person)
        .join(people, people.c.id == subscriptions.c.person)
        .join(roles, roles.c.telegram_id == people.c.telegram_id)
        .where(subscriptions.c.kind == kind.value, roles.c.role.in_(readers))
        .order_by(subscriptions.c.person)
    )
    return rows.all()
