"""Rows of reports, followers and what residents see."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import NoticeKind
from bot.domain.progress import SETTLED, Follow, FollowKind, Ledger, Report, Sight, Status, Terms
from bot.storage.conflicts import insert_new, upsert
from bot.storage.schema import follows, mutes, reports, sights


async def ledger(connection: AsyncConnection, entry: int) -> Ledger:
    """Everything known about a goal's fulfilment; empty for one that nobody reported on."""
    rows = await connection.execute(select(reports).where(reports.c.entry == entry).order_by(reports.c.id.desc()))
    found = Ledger(tuple(_report(row) for row in rows))
    return Ledger(found.reports, await sights_of(connection, found.done.id)) if found.done else found


async def report(connection: AsyncConnection, new: Report) -> int:
    """Add a report and return its number."""
    row = asdict(new.terms) | {
        "entry": new.entry,
        "status": new.status.value if new.status else None,
        "words": new.words,
        "evidence_url": new.evidence_url,
        "reported_at": new.reported_at,
        "reported_by": new.by,
    }
    done = await connection.execute(insert(reports).values(row).returning(reports.c.id))
    return int(done.scalar_one())


async def overdue(connection: AsyncConnection, today: date) -> Sequence[tuple[int, date]]:
    """Goals whose deadline has passed and whose newest status does not settle them, the longest overdue first.

    The same rule as `Ledger.is_overdue`; a test compares the two.
    """
    newest = select(func.max(reports.c.id)).group_by(reports.c.entry)
    claims = select(func.max(reports.c.id)).where(reports.c.status.is_not(None)).group_by(reports.c.entry)
    settled = select(reports.c.entry).where(
        reports.c.id.in_(claims), reports.c.status.in_([status.value for status in SETTLED])
    )
    rows = await connection.execute(
        select(reports.c.entry, reports.c.due_on)
        .where(reports.c.id.in_(newest), reports.c.due_on < today, reports.c.entry.not_in(settled))
        .order_by(reports.c.due_on, reports.c.entry)
    )
    return [(row.entry, row.due_on) for row in rows]


async def reported_since(connection: AsyncConnection, moment: datetime) -> Mapping[int, Ledger]:
    """The ledgers, without sights, of the goals reported on since a moment, the newest report first."""
    asked = select(reports.c.entry).where(reports.c.reported_at >= moment).distinct()
    rows = await connection.execute(select(reports).where(reports.c.entry.in_(asked)).order_by(reports.c.id.desc()))
    found: dict[int, list[Report]] = {}
    for row in rows:
        found.setdefault(row.entry, []).append(_report(row))
    return {entry: Ledger(tuple(made)) for entry, made in found.items()}


async def find_report(connection: AsyncConnection, key: int) -> Report | None:
    row = (await connection.execute(select(reports).where(reports.c.id == key))).one_or_none()
    return _report(row) if row else None


async def follow(connection: AsyncConnection, person: int, what: Follow) -> None:
    row = {"person": person, "kind": what.kind.value, "key": what.key}
    await connection.execute(insert_new(connection, follows).values(row))


async def unfollow(connection: AsyncConnection, person: int, what: Follow) -> None:
    which = (follows.c.person == person, follows.c.kind == what.kind.value, follows.c.key == what.key)
    await connection.execute(delete(follows).where(*which))


async def followed_by(connection: AsyncConnection, person: int) -> list[Follow]:
    rows = await connection.execute(
        select(follows)
        .where(follows.c.person == person)
        .order_by(follows.c.kind, func.length(follows.c.key), follows.c.key)
    )
    return [Follow(FollowKind(row.kind), row.key) for row in rows]


async def followers(connection: AsyncConnection, followed: Sequence[Follow]) -> list[int]:
    """Everybody who follows any of these, each once."""
    found: dict[int, None] = {}
    for what in followed:
        rows = await connection.scalars(
            select(follows.c.person).where(follows.c.kind == what.kind.value, follows.c.key == what.key)
        )
        found |= dict.fromkeys(rows)
    return list(found)


async def n_told(connection: AsyncConnection, followed: Sequence[Follow]) -> int:
    """How many hear of what is followed: all who follow any of it and want such news."""
    muted = await connection.scalars(select(mutes.c.person).where(mutes.c.kind == NoticeKind.PROGRESS.value))
    return len({*await followers(connection, followed)}.difference(muted))


async def latest(connection: AsyncConnection) -> Mapping[int, Ledger]:
    """How every goal stands that was reported on: its newest report, and the newest one with a status."""
    newest = select(func.max(reports.c.id)).group_by(reports.c.entry)
    claims = newest.where(reports.c.status.is_not(None))
    which = reports.c.id.in_(newest) | reports.c.id.in_(claims)
    found: dict[int, list[Report]] = {}
    for row in await connection.execute(select(reports).where(which).order_by(reports.c.id.desc())):
        found.setdefault(row.entry, []).append(_report(row))
    return {entry: Ledger(tuple(made)) for entry, made in found.items()}


async def see(connection: AsyncConnection, report_: int, person: int, seen: Sight) -> None:
    """Keep what a resident sees; the last word counts."""
    row = {"report": report_, "person": person, "seen": seen.value}
    await connection.execute(upsert(connection, sights, row), row)


async def sights_of(connection: AsyncConnection, report_: int) -> dict[Sight, int]:
    rows = await connection.execute(
        select(sights.c.seen, func.count()).where(sights.c.report == report_).group_by(sights.c.seen)
    )
    return {Sight(seen): n for seen, n in rows}


async def seen_by(connection: AsyncConnection, person: int) -> dict[int, Sight]:
    """What a person answered, by report."""
    rows = await connection.execute(select(sights.c.report, sights.c.seen).where(sights.c.person == person))
    return {row.report: Sight(row.seen) for row in rows}


def _report(row: Row[tuple[object, ...]]) -> Report:
    terms = Terms(row.responsible, row.due_on, row.planned_kop, row.spent_kop)
    status = Status(row.status) if row.status else None
    return Report(row.id, row.entry, row.reported_at, terms, status, row.words, row.evidence_url, row.reported_by)
