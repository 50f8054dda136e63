"""Rows of promises, reports, followers and what residents see."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.progress import Follow, FollowKind, Ledger, Promise, Report, Sight, Status
from bot.storage.conflicts import insert_new, upsert
from bot.storage.schema import follows, promises, reports, sights


async def ledger(connection: AsyncConnection, entry: int) -> Ledger:
    """Everything known about a goal's fulfilment; of one that nobody wrote about, an empty promise."""
    row = (await connection.execute(select(promises).where(promises.c.entry == entry))).one_or_none()
    promise = Promise(**row._mapping) if row else Promise(entry)  # noqa: SLF001  (SQLAlchemy's documented name)
    rows = await connection.execute(select(reports).where(reports.c.entry == entry).order_by(reports.c.id.desc()))
    made = tuple(Report(r.id, r.entry, Status(r.status), r.words, r.evidence_url, r.reported_at) for r in rows)
    seen = await sights_of(connection, made[0].id) if made else None
    return Ledger(promise, made, seen)


async def keep_promise(connection: AsyncConnection, promise: Promise) -> None:
    row = asdict(promise)
    await connection.execute(upsert(connection, promises, row), row)


async def report(connection: AsyncConnection, new: Report, by: int | None) -> int:
    """Add a report and return its number."""
    row = {name: value for name, value in asdict(new).items() if name != "id"}
    row |= {"status": new.status.value, "reported_by": by}
    done = await connection.execute(insert(reports).values(row).returning(reports.c.id))
    return int(done.scalar_one())


async def overdue(connection: AsyncConnection, today: date) -> Sequence[tuple[int, date]]:
    """Goals whose deadline has passed and whose newest report does not settle them, the longest overdue first."""
    newest = select(reports.c.entry, func.max(reports.c.id).label("id")).group_by(reports.c.entry).subquery()
    settled = (
        select(reports.c.entry)
        .join(newest, newest.c.id == reports.c.id)
        .where(reports.c.status.in_([Status.DONE.value, Status.CANCELLED.value]))
    )
    rows = await connection.execute(
        select(promises.c.entry, promises.c.due_on)
        .where(promises.c.due_on < today, promises.c.entry.not_in(settled))
        .order_by(promises.c.due_on)
    )
    return [(row.entry, row.due_on) for row in rows]


async def follow(connection: AsyncConnection, person: int, what: Follow) -> None:
    row = {"person": person, "kind": what.kind.value, "key": what.key}
    await connection.execute(insert_new(connection, follows).values(row))


async def unfollow(connection: AsyncConnection, person: int, what: Follow) -> None:
    which = (follows.c.person == person, follows.c.kind == what.kind.value, follows.c.key == what.key)
    await connection.execute(delete(follows).where(*which))


async def followed_by(connection: AsyncConnection, person: int) -> list[Follow]:
    rows = await connection.execute(select(follows).where(follows.c.person == person).order_by(follows.c.kind))
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


async def see(connection: AsyncConnection, report_: int, person: int, seen: Sight) -> None:
    """Keep what a resident sees; the last word counts."""
    row = {"report": report_, "person": person, "seen": seen.value}
    await connection.execute(upsert(connection, sights, row), row)


async def sights_of(connection: AsyncConnection, report_: int) -> dict[Sight, int]:
    rows = await connection.execute(
        select(sights.c.seen, func.count()).where(sights.c.report == report_).group_by(sights.c.seen)
    )
    return {Sight(seen): n for seen, n in rows}


async def find_report(connection: AsyncConnection, key: int) -> Report | None:
    row = (await connection.execute(select(reports).where(reports.c.id == key))).one_or_none()
    if row is None:
        return None
    return Report(row.id, row.entry, Status(row.status), row.words, row.evidence_url, row.reported_at)


async def since(connection: AsyncConnection, moment: datetime) -> list[Report]:
    """Reports made since a moment, the oldest first."""
    rows = await connection.execute(select(reports).where(reports.c.reported_at >= moment).order_by(reports.c.id))
    return [Report(r.id, r.entry, Status(r.status), r.words, r.evidence_url, r.reported_at) for r in rows]
