"""Rows of people, their roles and the subject they last asked about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import HideReason
from bot.domain.flows import Flow
from bot.domain.people import Actor, Locale, Role
from bot.domain.restrictions import Restriction, RestrictionKind
from bot.storage import sessions
from bot.storage.conflicts import upsert
from bot.storage.schema import Number, accounts, flows, people, restrictions, roles, subjects

_ME = select(bindparam("telegram_id", type_=Number).label("telegram_id")).subquery()
_STRICTEST = (
    select(restrictions.c.id)
    .where(restrictions.c.mark == bindparam("mark"), restrictions.c.until_at > bindparam("now"))
    .order_by(restrictions.c.kind, restrictions.c.until_at.desc())
    .limit(1)
    .scalar_subquery()
)
"""What counts of everything that keeps a person: a ban before a mute, the longest first."""

_FIND = (
    select(
        roles.c.role,
        people.c.id,
        people.c.locale,
        people.c.community,
        people.c.settlement,
        people.c.consent_version,
        people.c.consent_at,
        people.c.unreachable_at,
        subjects.c.words,
        flows.c.kind,
        flows.c.data,
        flows.c.until_at,
        restrictions.c.id.label("restriction"),
        restrictions.c.kind.label("restricted_how"),
        restrictions.c.until_at.label("restricted_until"),
        restrictions.c.reason.label("restricted_why"),
        restrictions.c.feedback.label("restricted_for"),
    )
    .select_from(_ME)
    .outerjoin(roles, roles.c.telegram_id == _ME.c.telegram_id)
    .outerjoin(people, people.c.telegram_id == _ME.c.telegram_id)
    .outerjoin(subjects, and_(subjects.c.person == people.c.id, subjects.c.until_at > bindparam("now")))
    .outerjoin(flows, and_(flows.c.person == people.c.id, flows.c.until_at > bindparam("now")))
    .outerjoin(restrictions, restrictions.c.id == _STRICTEST)
)


async def find(
    connection: AsyncConnection, telegram_id: int, now: datetime, default: Locale, mark: bytes | None
) -> Actor:
    """Recognise a person; one who is not kept is a resident with the `default` language.

    Shapes: `mark` is the name under which they may be restricted; None where nobody is asked to keep that.
    """
    row = (await connection.execute(_FIND, {"telegram_id": telegram_id, "now": now, "mark": mark})).one()
    role, restriction = Role(row.role or Role.RESIDENT), _restriction(row)
    if row.id is None:
        return Actor(telegram_id, default, role, restriction=restriction)
    return Actor(
        telegram_id,
        Locale(row.locale),
        role,
        id=row.id,
        community=row.community,
        consent_version=row.consent_version,
        consent_at=row.consent_at,
        subject=tuple(row.words or ()),
        flow=Flow(row.kind, row.until_at, row.data) if row.kind else None,
        restriction=restriction,
        is_unreachable=row.unreachable_at is not None,
        settlement=row.settlement,
    )


def _restriction(row: Row[*tuple[Any, ...]]) -> Restriction | None:
    if row.restriction is None:
        return None
    return Restriction(
        row.restriction,
        RestrictionKind(row.restricted_how),
        row.restricted_until,
        HideReason(row.restricted_why),
        row.restricted_for,
    )


async def numbers(connection: AsyncConnection) -> set[int]:
    """Everybody of whom anything is kept, by Telegram id."""
    kept = [select(table.c.telegram_id) for table in (people, roles, accounts)]
    return {number for one in kept for number in await connection.scalars(one)}


async def consent(connection: AsyncConnection, telegram_id: int, locale: Locale, version: int, now: datetime) -> None:
    """Begin to keep a person, or renew their consent."""
    values = {"consent_version": version, "consent_at": now, "locale": locale.value}
    done = await connection.execute(update(people).where(people.c.telegram_id == telegram_id).values(values))
    if not done.rowcount:
        await connection.execute(insert(people).values(telegram_id=telegram_id, **values))


async def change(connection: AsyncConnection, person: int, **columns: Any) -> None:
    """Set columns of one person, such as `locale` or `community`."""
    await connection.execute(update(people).where(people.c.id == person).values(columns))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a person last asked about, and how long a question may lean on it."""

    person: int
    words: tuple[str, ...]
    until_at: datetime


async def keep_subjects(connection: AsyncConnection, kept: Sequence[Subject]) -> None:
    """Remember the latest subject of each person."""
    rows = [{"person": s.person, "words": s.words, "until_at": s.until_at} for s in kept]
    await connection.execute(upsert(connection, subjects, rows[0]), rows)


async def grant(connection: AsyncConnection, telegram_id: int, role: Role, now: datetime) -> None:
    """Give a role; the resident's role takes any other away, and ends the sessions at the desk."""
    if role is Role.RESIDENT:
        await connection.execute(delete(roles).where(roles.c.telegram_id == telegram_id))
        await sessions.close_all(connection, telegram_id)
        return
    row = {"telegram_id": telegram_id, "role": role.value, "granted_at": now}
    await connection.execute(upsert(connection, roles, row), row)


async def holders(connection: AsyncConnection) -> list[tuple[int, Role]]:
    rows = await connection.execute(select(roles.c.telegram_id, roles.c.role))
    return [(telegram_id, Role(role)) for telegram_id, role in rows]


async def erase(connection: AsyncConnection, telegram_id: int) -> None:
    """Delete a person and their role; what is linked to them goes or loses its link, as the schema says."""
    await connection.execute(delete(roles).where(roles.c.telegram_id == telegram_id))
    await connection.execute(delete(people).where(people.c.telegram_id == telegram_id))


_REACH = update(people).where(people.c.id == bindparam("who")).values(unreachable_at=bindparam("since"))


async def reach(connection: AsyncConnection, marks: Sequence[tuple[int, datetime | None]]) -> None:
    """Note since when Telegram delivers nothing to each of these people; None for whoever is back."""
    await connection.execute(_REACH, [{"who": person, "since": since_at} for person, since_at in marks])


async def telegram_id_of(connection: AsyncConnection, person: int) -> int | None:
    return await connection.scalar(select(people.c.telegram_id).where(people.c.id == person))


async def role_of(connection: AsyncConnection, telegram_id: int) -> Role:
    return Role(await connection.scalar(select(roles.c.role).where(roles.c.telegram_id == telegram_id)) or "resident")


async def id_of(connection: AsyncConnection, telegram_id: int) -> int | None:
    """The key of a person who agreed to be kept."""
    return await connection.scalar(select(people.c.id).where(people.c.telegram_id == telegram_id))


async def ids_of(connection: AsyncConnection, telegram_ids: Collection[int]) -> list[int]:
    """The keys of those of them who agreed to be kept, in their order in Telegram."""
    asked = select(people.c.id).where(people.c.telegram_id.in_(telegram_ids)).order_by(people.c.telegram_id)
    return list(await connection.scalars(asked))
