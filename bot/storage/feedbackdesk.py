"""Rows of feedback as staff look at them: what waits, what says the same, who did not hear."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import (
    UNSETTLED,
    Feedback,
    FeedbackItem,
    FeedbackOrder,
    FeedbackState,
    Load,
    Wanted,
    Which,
    Whose,
)
from bot.domain.notices import NoticeState
from bot.domain.people import Role
from bot.storage.conflicts import insert_new
from bot.storage.feedback import N_SUPPORTS, VISIBLE, feedback_of, items
from bot.storage.schema import feedback, notices, people, roles, supports
from bot.storage.searching import number_in, says

OPEN = and_(VISIBLE, feedback.c.merged_into.is_(None))
WAITS = and_(OPEN, feedback.c.state.in_([state.value for state in UNSETTLED]))

ORDER: dict[FeedbackOrder, ColumnElement[Any]] = {
    FeedbackOrder.OLDEST: feedback.c.sent_at.asc(),
    FeedbackOrder.NEWEST: feedback.c.sent_at.desc(),
    FeedbackOrder.SUPPORTED: N_SUPPORTS.desc(),
    FeedbackOrder.DUE: feedback.c.due_on.asc().nulls_last(),
}


async def listed(
    connection: AsyncConnection, wanted: Wanted, person: int | None, today: date, limit: int, offset: int = 0
) -> list[FeedbackItem]:
    """What staff look for; what was merged stands under another and is not listed."""
    which = [_of(wanted.which, today)]
    if wanted.whose is not Whose.ANYBODYS:
        which.append(feedback.c.assignee.is_not_distinct_from(person if wanted.whose is Whose.MINE else None))
    chosen = (feedback.c.topic, feedback.c.entry, feedback.c.community, feedback.c.settlement)
    which += [column == value for column in chosen if (value := getattr(wanted, column.name)) is not None]
    if wanted.words:
        which.append(or_(feedback.c.id == number_in(wanted.words), says(connection, feedback.c.text, wanted.words)))
    return await items(connection, and_(*which), ORDER[wanted.order], limit, offset)


def _of(which: Which, today: date) -> ColumnElement[bool]:
    match which:
        case Which.ALL:
            return OPEN
        case Which.UNSETTLED:
            return WAITS
        case Which.OVERDUE:
            return and_(WAITS, feedback.c.due_on < today)
        case _:
            return and_(OPEN, feedback.c.state == FeedbackState(which.value).value)


async def load(connection: AsyncConnection, person: int | None, today: date) -> Load:
    """Count what waits."""

    def n(which: ColumnElement[bool]) -> Any:
        return func.count().filter(which)

    asked = select(
        n(feedback.c.state == FeedbackState.NEW.value),
        n(feedback.c.state == FeedbackState.IN_WORK.value),
        n(feedback.c.due_on < today),
        n(feedback.c.assignee == person),
        func.min(feedback.c.sent_at),
    )
    return Load(*(await connection.execute(asked.where(WAITS))).one())


async def topics(connection: AsyncConnection) -> list[tuple[str, int]]:
    """The topics of what waits, the most frequent first, with how much of each."""
    return await _counted(connection, feedback.c.topic)


async def entries(connection: AsyncConnection, limit: int | None = None) -> list[tuple[int, int]]:
    """The goals of what waits, the most frequent first, with how much of each."""
    return await _counted(connection, feedback.c.entry, limit)


async def count_about(connection: AsyncConnection, entry: int) -> int:
    """How much feedback is linked to a goal, whatever became of it; as the list shows it."""
    return await connection.scalar(select(func.count()).where(OPEN, feedback.c.entry == entry)) or 0


async def _counted(
    connection: AsyncConnection, column: ColumnElement[Any], limit: int | None = None
) -> list[tuple[Any, int]]:
    n = func.count().label("n")
    asked = select(column, n).where(WAITS, column.is_not(None)).group_by(column).order_by(n.desc(), column).limit(limit)
    return [(value, number) for value, number in await connection.execute(asked)]


async def overdue(connection: AsyncConnection, since: date, today: date) -> list[Feedback]:
    """What waits although its deadline passed not longer ago than `since`."""
    which = and_(WAITS, feedback.c.due_on >= since, feedback.c.due_on < today)
    return [feedback_of(row) for row in await connection.execute(select(feedback).where(which))]


async def merged_into(connection: AsyncConnection, key: int) -> list[Feedback]:
    """What stands under a piece; hidden texts stand alone."""
    rows = await connection.execute(select(feedback).where(VISIBLE, feedback.c.merged_into == key))
    return [feedback_of(row) for row in rows]


async def merge(connection: AsyncConnection, key: int, into: int) -> None:
    """Let a piece, what was merged into it, and its supporters stand under another."""
    which = (feedback.c.id == key) | (feedback.c.merged_into == key)
    await connection.execute(update(feedback).where(which).values(merged_into=into))
    author = select(feedback.c.person).where(feedback.c.id == into).scalar_subquery()
    found = await connection.execute(
        select(supports.c.person, supports.c.supported_at).where(
            supports.c.feedback == key, supports.c.person.is_distinct_from(author)
        )
    )
    if rows := [{"feedback": into, "person": row.person, "supported_at": row.supported_at} for row in found]:
        await connection.execute(insert_new(connection, supports), rows)


async def count_unreached(connection: AsyncConnection, key: int, authors: Sequence[int]) -> int:
    """Count the authors whom the newest notice about a piece did not reach."""
    about = notices.c.cause.startswith(f"feedback:{key}:")
    to_authors = and_(notices.c.person.in_(authors), notices.c.kind.startswith("feedback_"))
    rows = await connection.execute(
        select(notices.c.person, notices.c.state)
        .where(about, to_authors, notices.c.done_at.is_not(None))
        .order_by(notices.c.id)
    )
    newest = {row.person: row.state for row in rows}
    lost = (NoticeState.UNREACHABLE.value, NoticeState.REFUSED.value)
    return sum(state in lost for state in newest.values())


async def colleagues(connection: AsyncConnection, of: Sequence[Role]) -> list[tuple[int, int]]:
    """People with these roles who agreed to be kept, as (number, Telegram id)."""
    rows = await connection.execute(
        select(people.c.id, people.c.telegram_id)
        .join(roles, roles.c.telegram_id == people.c.telegram_id)
        .where(roles.c.role.in_([role.value for role in of]))
        .order_by(people.c.id)
    )
    return [(person, telegram_id) for person, telegram_id in rows]
