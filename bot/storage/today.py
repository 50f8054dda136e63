"""What waits longest, a few of each kind, for the page that is opened every morning.

Every function takes a community's id, or None for all of them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import Feedback, FeedbackState, Waiting
from bot.domain.gaps import GapItem, GapState
from bot.storage import gaps as every_gap
from bot.storage.feedback import WAITING, feedback_of
from bot.storage.feedbackdesk import WAITS
from bot.storage.schema import feedback, gaps, questions, voids


async def late(connection: AsyncConnection, community: str | None, today: date, limit: int) -> list[Feedback]:
    """Feedback whose deadline passed, the longest ago first."""
    return await _feedback(connection, and_(WAITS, feedback.c.due_on < today), community, feedback.c.due_on, limit)


async def held(connection: AsyncConnection, community: str | None, limit: int) -> list[Feedback]:
    """What waits for a moderator, the oldest first."""
    which = or_(WAITING[Waiting.HELD], WAITING[Waiting.APPEALS])
    return await _feedback(connection, which, community, feedback.c.sent_at, limit)


async def new(connection: AsyncConnection, community: str | None, limit: int) -> list[Feedback]:
    """Feedback that waits for staff's first word, the oldest first."""
    which = and_(WAITS, feedback.c.state == FeedbackState.NEW.value)
    return await _feedback(connection, which, community, feedback.c.sent_at, limit)


async def own(connection: AsyncConnection, person: int, limit: int) -> list[Feedback]:
    """What is assigned to somebody and waits, what is due first at the top."""
    due_first = feedback.c.due_on.asc().nulls_last()
    return await _feedback(connection, and_(WAITS, feedback.c.assignee == person), None, due_first, limit)


async def asked(connection: AsyncConnection, community: str | None, limit: int) -> list[GapItem]:
    """Open questions on which people wait, the oldest first."""
    waits = select(questions.c.id).where(questions.c.gap == gaps.c.id, questions.c.person.is_not(None)).exists()
    keys = await connection.scalars(
        select(gaps.c.id)
        .where(gaps.c.state == GapState.OPEN.value, waits, _of(gaps.c.community, community))
        .order_by(gaps.c.opened_at, gaps.c.id)
        .limit(limit)
    )
    return [item for key in keys.all() if (item := await every_gap.item(connection, key))]


async def doubted(connection: AsyncConnection, rounds: Sequence[int]) -> list[int]:
    """Those of these rounds in which a proposal to void ballots waits for a second person, the oldest first."""
    which = (voids.c.granted.is_(None), voids.c.round.in_(rounds))
    found = await connection.scalars(select(voids.c.round).where(*which).order_by(voids.c.proposed_at))
    return list(dict.fromkeys(found))


async def _feedback(
    connection: AsyncConnection,
    which: ColumnElement[bool],
    community: str | None,
    order: ColumnElement[Any],
    limit: int,
) -> list[Feedback]:
    asked_ = select(feedback).where(which, _of(feedback.c.community, community)).order_by(order, feedback.c.id)
    return [feedback_of(row) for row in await connection.execute(asked_.limit(limit))]


def _of(column: ColumnElement[Any], community: str | None) -> ColumnElement[bool]:
    return true() if community is None else column == community
