"""Rows of gaps and of what staff taught to fill them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.gaps import Gap, GapItem, GapState, Phrasing
from bot.storage.schema import gaps, phrasings, questions


async def add(connection: AsyncConnection, gap: Gap) -> None:
    await connection.execute(insert(gaps).values(asdict(gap) | {"state": gap.state.value}))


async def belong(connection: AsyncConnection, question: int, gap: int) -> None:
    """Note that a question asks what a gap is about."""
    await connection.execute(update(questions).where(questions.c.id == question).values(gap=gap))


async def find(connection: AsyncConnection, key: int) -> Gap | None:
    row = (await connection.execute(select(gaps).where(gaps.c.id == key))).one_or_none()
    return _gap(row) if row else None


async def open_ones(connection: AsyncConnection) -> list[tuple[Gap, str]]:
    """Every open gap with the question that was asked first; a gap whose questions were all withdrawn is left out."""
    first = (
        select(questions.c.gap, func.min(questions.c.asked_at).label("asked_at"))
        .where(questions.c.gap.is_not(None))
        .group_by(questions.c.gap)
        .subquery()
    )
    rows = await connection.execute(
        select(gaps, func.min(questions.c.text).label("text"))
        .join(first, first.c.gap == gaps.c.id)
        .join(questions, (questions.c.gap == gaps.c.id) & (questions.c.asked_at == first.c.asked_at))
        .where(gaps.c.state == GapState.OPEN.value)
        .group_by(gaps.c.id)
    )
    return [(_gap(row), row.text) for row in rows]


async def listed(connection: AsyncConnection, state: GapState, limit: int, offset: int = 0) -> list[GapItem]:
    """Gaps of a state, those first on which most wait for an answer, then those asked most often."""
    n_askers, n_waiting = func.count().label("n_askers"), func.count(questions.c.person).label("n_waiting")
    rows = await connection.execute(
        select(gaps, func.min(questions.c.text).label("text"), n_askers, n_waiting)
        .join(questions, questions.c.gap == gaps.c.id)
        .where(gaps.c.state == state.value)
        .group_by(gaps.c.id)
        .order_by(n_waiting.desc(), n_askers.desc(), gaps.c.opened_at)
        .limit(limit)
        .offset(offset)
    )
    return [GapItem(_gap(row), row.text, row.n_askers, row.n_waiting) for row in rows]


async def texts_of(connection: AsyncConnection, key: int, limit: int) -> list[str]:
    """The ways in which it was asked, the first one first, each once."""
    rows = await connection.execute(
        select(questions.c.text, func.min(questions.c.asked_at).label("first"))
        .where(questions.c.gap == key)
        .group_by(questions.c.text)
        .order_by("first")
        .limit(limit)
    )
    return [row.text for row in rows]


async def count_askers(connection: AsyncConnection, key: int) -> int:
    return await connection.scalar(select(func.count()).where(questions.c.gap == key)) or 0


async def waiting_for(connection: AsyncConnection, key: int) -> list[int]:
    """The people who asked to be told."""
    rows = await connection.scalars(
        select(questions.c.person).where(questions.c.gap == key, questions.c.person.is_not(None)).distinct()
    )
    return list(rows)


async def settle(connection: AsyncConnection, gap: Gap, by: int | None) -> None:
    """Write what became of a gap."""
    columns = asdict(gap) | {"state": gap.state.value, "answered_by": by}
    await connection.execute(update(gaps).where(gaps.c.id == gap.id).values(columns))


async def merge(connection: AsyncConnection, key: int, into: int) -> None:
    """Let the questions of one gap belong to another."""
    await connection.execute(update(questions).where(questions.c.gap == key).values(gap=into))
    await connection.execute(update(gaps).where(gaps.c.id == key).values(state=GapState.CLOSED.value))


async def recent_texts(connection: AsyncConnection, community: str | None, limit: int) -> list[str]:
    """What was asked lately, each text once."""
    asked = select(questions.c.text, func.max(questions.c.asked_at).label("last")).group_by(questions.c.text)
    if community is not None:
        asked = asked.where(or_(questions.c.community == community, questions.c.community.is_(None)))
    return [
        row.text for row in await connection.execute(asked.order_by(func.max(questions.c.asked_at).desc()).limit(limit))
    ]


async def teach(connection: AsyncConnection, phrasing: Phrasing) -> int:
    row = {name: value for name, value in asdict(phrasing).items() if name != "id"}
    done = await connection.execute(insert(phrasings).values(row).returning(phrasings.c.id))
    return int(done.scalar_one())


async def undo(connection: AsyncConnection, key: int, now: datetime) -> bool:
    """Let a phrasing count no longer; False when it does not already."""
    done = await connection.execute(
        update(phrasings).where(phrasings.c.id == key, phrasings.c.undone_at.is_(None)).values(undone_at=now)
    )
    return bool(done.rowcount)


async def taught(connection: AsyncConnection) -> list[Phrasing]:
    """Everything that was taught and counts, the newest first."""
    rows = await connection.execute(
        select(phrasings).where(phrasings.c.undone_at.is_(None)).order_by(phrasings.c.id.desc())
    )
    return [Phrasing(**row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's documented name)


async def debt(connection: AsyncConnection, community: str | None) -> Sequence[Gap]:
    """Gaps of a community that people asked to be told of, open or answered, the oldest first."""
    asked = exists_waiting()
    rows = select(gaps).where(asked, gaps.c.state != GapState.CLOSED.value).order_by(gaps.c.opened_at)
    if community is not None:
        rows = rows.where(gaps.c.community == community)
    return [_gap(row) for row in await connection.execute(rows)]


def exists_waiting() -> ColumnElement[bool]:
    """Whether somebody handed a question of the gap over."""
    return select(questions.c.id).where(questions.c.gap == gaps.c.id, questions.c.passed_at.is_not(None)).exists()


def _gap(row: Row[Any]) -> Gap:
    columns = row._mapping  # noqa: SLF001
    return Gap(
        id=columns["id"],
        community=columns["community"],
        state=GapState(columns["state"]),
        opened_at=columns["opened_at"],
        answer=columns["answer"],
        source=columns["source"],
        entry=columns["entry"],
        answered_at=columns["answered_at"],
    )
