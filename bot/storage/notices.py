"""Rows of notices: written in the same transaction as the fact they tell of, sent afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import UNTRACED, Notice, NoticeKind, NoticeState
from bot.domain.people import Locale, Role
from bot.storage.conflicts import insert_new
from bot.storage.schema import mutes, notices, people, roles

MOST_AT_ONCE = 1000
"""Rows in one insert: SQLite takes 32,766 parameters."""


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is to be sent now, with its address. `is_unreachable`: the person has blocked the bot."""

    id: int
    notice: Notice
    telegram_id: int
    locale: Locale
    n_attempts: int
    is_unreachable: bool = False


async def add(connection: AsyncConnection, new: Sequence[Notice]) -> None:
    """Keep notices; who was told of the same cause before, or does not want this kind, is left out."""
    kinds = {notice.kind.value for notice in new}
    asked = select(mutes.c.person, mutes.c.kind).where(mutes.c.kind.in_(kinds))
    muted = {(row.person, row.kind) for row in await connection.execute(asked)}
    rows = [
        {
            "person": notice.person,
            "cause": notice.cause,
            "kind": notice.kind.value,
            "params": dict(notice.params),
            "due_at": notice.due_at,
            "state": NoticeState.WAITING.value,
            "n_attempts": 0,
        }
        for notice in new
        if (notice.person, notice.kind.value) not in muted
    ]
    for begin in range(0, len(rows), MOST_AT_ONCE):
        await connection.execute(insert_new(connection, notices), rows[begin : begin + MOST_AT_ONCE])


async def due(
    connection: AsyncConnection, now: datetime, limit: int, kinds: Collection[NoticeKind], but: Collection[int]
) -> list[Due]:
    """What of these kinds is to be sent now, the oldest first, `but` these."""
    rows = await connection.execute(
        select(notices, people.c.telegram_id, people.c.locale, people.c.unreachable_at)
        .join(people, people.c.id == notices.c.person)
        .where(notices.c.state == NoticeState.WAITING.value, notices.c.due_at <= now, notices.c.kind.in_(kinds))
        .where(notices.c.id.not_in(but))
        .order_by(notices.c.due_at, notices.c.id)
        .limit(limit)
    )
    return [
        Due(
            row.id,
            Notice(row.person, row.cause, NoticeKind(row.kind), row.params, row.due_at),
            row.telegram_id,
            Locale(row.locale),
            row.n_attempts,
            row.unreachable_at is not None,
        )
        for row in rows
    ]


async def find(connection: AsyncConnection, key: int) -> Notice | None:
    row = (await connection.execute(select(notices).where(notices.c.id == key))).one_or_none()
    return Notice(row.person, row.cause, NoticeKind(row.kind), row.params, row.due_at) if row else None


_FORGET = delete(notices).where(notices.c.id == bindparam("key"), notices.c.kind.in_(UNTRACED))


async def settle(connection: AsyncConnection, key: int, state: NoticeState, now: datetime) -> None:
    """Note what became of a notice; one that leads to a ballot is forgotten."""
    await connection.execute(_FORGET, {"key": key})
    await connection.execute(
        update(notices)
        .where(notices.c.id == key)
        .values(state=state.value, done_at=now, n_attempts=notices.c.n_attempts + 1)
    )


async def put_off(connection: AsyncConnection, key: int, until: datetime) -> None:
    """Try again later."""
    await connection.execute(
        update(notices).where(notices.c.id == key).values(due_at=until, n_attempts=notices.c.n_attempts + 1)
    )


async def withdraw(connection: AsyncConnection, cause: str) -> None:
    """Take back what was not sent yet."""
    await connection.execute(
        delete(notices).where(notices.c.cause == cause, notices.c.state == NoticeState.WAITING.value)
    )


async def waiting(connection: AsyncConnection, kind: NoticeKind) -> set[int]:
    """Who has a notice of this kind before them."""
    which = (notices.c.kind == kind.value, notices.c.state == NoticeState.WAITING.value)
    return set(await connection.scalars(select(notices.c.person).where(*which)))


async def waiting_for(
    connection: AsyncConnection, person: int, kinds: Collection[NoticeKind]
) -> list[tuple[int, Notice]]:
    """The notices of these kinds that a person has before them, by number."""
    which = (notices.c.person == person, notices.c.kind.in_(kinds), notices.c.state == NoticeState.WAITING.value)
    rows = await connection.execute(select(notices).where(*which))
    return [(row.id, Notice(row.person, row.cause, NoticeKind(row.kind), row.params, row.due_at)) for row in rows]


async def drop(connection: AsyncConnection, key: int) -> None:
    """Take one notice back."""
    await connection.execute(delete(notices).where(notices.c.id == key))


async def told_since(connection: AsyncConnection, kind: NoticeKind, moment: datetime) -> set[int]:
    """Who was sent a notice of this kind since a moment."""
    sent = [NoticeState.SENT.value, NoticeState.UNSURE.value]
    which = (notices.c.kind == kind.value, notices.c.state.in_(sent), notices.c.done_at >= moment)
    return set(await connection.scalars(select(notices.c.person).where(*which)))


async def take_back(connection: AsyncConnection, person: int, kind: NoticeKind, about: str) -> bool:
    """Take back the newest notice of a kind, unless the person was told already; say whether it was taken back.

    Shapes: `about` is how its cause begins.
    """
    which = (notices.c.person == person, notices.c.kind == kind.value)
    newest = select(func.max(notices.c.id)).where(*which, notices.c.cause.startswith(about, autoescape=True))
    waits = notices.c.state == NoticeState.WAITING.value
    done = await connection.execute(delete(notices).where(notices.c.id == newest.scalar_subquery(), waits))
    return bool(done.rowcount)


async def drop_about(connection: AsyncConnection, about: str, but: int | None) -> None:
    """Forget, and never send, what anybody `but` one person was told of something.

    Shapes: `about` is how the causes begin.
    """
    others = notices.c.person != but if but is not None else true()
    await connection.execute(delete(notices).where(others, notices.c.cause.startswith(about, autoescape=True)))


async def mute(connection: AsyncConnection, person: int, kind: str) -> None:
    """Stop a kind of notices or of broadcasts for a person, also what waits already."""
    await connection.execute(insert_new(connection, mutes).values(person=person, kind=kind))
    await connection.execute(
        delete(notices).where(
            and_(
                notices.c.person == person,
                notices.c.kind == kind,
                notices.c.state == NoticeState.WAITING.value,
            )
        )
    )


async def unmute(connection: AsyncConnection, person: int, kind: str) -> None:
    await connection.execute(delete(mutes).where(mutes.c.person == person, mutes.c.kind == kind))


async def muted_by(connection: AsyncConnection, person: int) -> frozenset[str]:
    """Which kinds a person has stopped."""
    return frozenset(await connection.scalars(select(mutes.c.kind).where(mutes.c.person == person)))


async def of_person(connection: AsyncConnection, person: int) -> list[dict[str, Any]]:
    """Everything a person was told, or does not want to be told, as JSON values."""
    rows = await connection.execute(
        select(notices.c.kind, notices.c.params, notices.c.state, notices.c.due_at).where(notices.c.person == person)
    )
    found: list[dict[str, Any]] = [dict(row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's documented name)
    stopped = await muted_by(connection, person)
    return [*found, *({"kind": kind, "state": "stopped"} for kind in sorted(stopped))]


async def count_undelivered(connection: AsyncConnection, cause: str) -> int:
    """Count the people whom a notice of this cause did not reach."""
    lost = [NoticeState.UNREACHABLE.value, NoticeState.REFUSED.value]
    asked = select(func.count()).select_from(notices).where(notices.c.cause == cause, notices.c.state.in_(lost))
    return await connection.scalar(asked) or 0


async def staff(connection: AsyncConnection) -> list[int]:
    """People who answer for rounds and can be told: staff and operators who agreed."""
    rows = await connection.scalars(
        select(people.c.id)
        .join(roles, roles.c.telegram_id == people.c.telegram_id)
        .where(roles.c.role.in_([Role.STAFF.value, Role.OPERATOR.value]))
    )
    return list(rows)
