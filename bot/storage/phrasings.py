"""Rows of ways of asking that staff taught."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.gaps import Phrasing
from bot.domain.questions import whole
from bot.storage.schema import phrasings, questions


async def teach(connection: AsyncConnection, new: Sequence[Phrasing]) -> None:
    rows = [{name: value for name, value in asdict(one).items() if name != "id"} for one in new]
    await connection.execute(insert(phrasings), rows)


async def undo(connection: AsyncConnection, gap: int, now: datetime) -> None:
    """Let what was taught by answering a gap count no longer."""
    await connection.execute(
        update(phrasings).where(phrasings.c.gap == gap, phrasings.c.undone_at.is_(None)).values(undone_at=now)
    )


async def undo_of(connection: AsyncConnection, entry: int, now: datetime) -> None:
    """Let every way of asking count no longer that leads to an entry."""
    await connection.execute(
        update(phrasings).where(phrasings.c.entry == entry, phrasings.c.undone_at.is_(None)).values(undone_at=now)
    )


async def taught(connection: AsyncConnection) -> list[Phrasing]:
    """Everything that was taught and counts, the newest first."""
    rows = await connection.execute(
        select(phrasings).where(phrasings.c.undone_at.is_(None)).order_by(phrasings.c.id.desc())
    )
    return [Phrasing(**row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's documented name)


async def erase_of_person(connection: AsyncConnection, person: int) -> None:
    """Delete what only this person asked so; their questions are still there."""
    mine: dict[int, set[str]] = {}
    others: dict[int, set[str]] = {}
    asked = select(questions.c.gap).where(questions.c.person == person, questions.c.gap.is_not(None))
    rows: Any = await connection.execute(
        select(questions.c.gap, questions.c.person, questions.c.text, questions.c.subject).where(
            questions.c.gap.in_(asked)
        )
    )
    for row in rows:
        (mine if row.person == person else others).setdefault(row.gap, set()).add(whole(row.text, row.subject))
    for gap, texts in mine.items():
        own = texts - others.get(gap, set())
        await connection.execute(delete(phrasings).where(phrasings.c.gap == gap, phrasings.c.text.in_(own)))
