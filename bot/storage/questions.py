"""Rows of questions."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.questions import Question
from bot.storage.schema import questions

_ADD = insert(questions)
_COLUMNS = [field.name for field in fields(Question)]
_FIND = select(questions).where(questions.c.id == bindparam("key"))


async def add(connection: AsyncConnection, asked: Sequence[Question]) -> None:
    await connection.execute(_ADD, [{name: getattr(question, name) for name in _COLUMNS} for question in asked])


async def find(connection: AsyncConnection, key: int) -> Question | None:
    row = (await connection.execute(_FIND, {"key": key})).one_or_none()
    return _question(row) if row else None


async def reject(connection: AsyncConnection, key: int) -> None:
    """Count that an answer was not what the person meant."""
    await connection.execute(
        update(questions).where(questions.c.id == key).values(n_rejected=questions.c.n_rejected + 1)
    )


async def pass_on(connection: AsyncConnection, key: int, now: datetime, person: int | None) -> bool:
    """Hand a question to staff once; False when it was handed over before."""
    done = await connection.execute(
        update(questions)
        .where(questions.c.id == key, questions.c.passed_at.is_(None))
        .values(passed_at=now, person=person)
    )
    return bool(done.rowcount)


async def passed_since(connection: AsyncConnection, person: int, since: datetime) -> list[datetime]:
    """When a person handed a question to staff since a moment."""
    which = (questions.c.person == person, questions.c.passed_at > since)
    return list(await connection.scalars(select(questions.c.passed_at).where(*which)))


async def of_person(connection: AsyncConnection, person: int) -> list[Question]:
    rows = await connection.execute(
        select(questions).where(questions.c.person == person).order_by(questions.c.asked_at)
    )
    return [_question(row) for row in rows]


async def erase_of_person(connection: AsyncConnection, person: int) -> None:
    await connection.execute(delete(questions).where(questions.c.person == person))


def _question(row: Row[Any]) -> Question:
    columns = row._mapping  # noqa: SLF001  (SQLAlchemy's documented name)
    return Question(**{**columns, "subject": tuple(columns["subject"] or ())})
