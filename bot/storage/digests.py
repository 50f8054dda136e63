"""What a digest counts. Every function takes a community's id, or None for all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digests import Delivery, OpenGap
from bot.domain.feedback import FeedbackState, Waiting
from bot.domain.gaps import GapState
from bot.domain.notices import NoticeKind, NoticeState
from bot.domain.questions import whole
from bot.storage.feedback import VISIBLE, WAITING
from bot.storage.schema import feedback, gaps, notices, questions, voids
from bot.storage.schema.types import Number, UtcDateTime

LOST = {NoticeState.UNREACHABLE.value, NoticeState.REFUSED.value}
Span = tuple[datetime, datetime]
"""From a moment on, until before another."""


@dataclass(frozen=True, slots=True)
class SentFeedback:
    """A visible piece of feedback as far as a digest needs it."""

    text: str
    topic: str | None
    entry: int | None
    sent_at: datetime


async def verdicts(connection: AsyncConnection, community: str | None, span: Span) -> Counter[str]:
    """How many questions got which verdict; under `rejected`, how often people said it was not meant."""
    n_rejected = cast(func.coalesce(func.sum(questions.c.n_rejected), 0), Number)
    rows = await connection.execute(
        _asked(select(questions.c.verdict, func.count(), n_rejected), community, span).group_by(questions.c.verdict)
    )
    counted: Counter[str] = Counter()
    for verdict, n, rejected in rows:
        counted[verdict] = n
        counted["rejected"] += rejected
    return counted


async def asked_at(connection: AsyncConnection, community: str | None, span: Span) -> Sequence[tuple[str, int]]:
    """How many questions came in each hour, as (the hour in UTC as `YYYY-MM-DD HH`, number)."""
    hour = func.substr(cast(questions.c.asked_at, String), 1, 13)
    rows = await connection.execute(_asked(select(hour, func.count()), community, span).group_by(hour))
    return [(row[0], row[1]) for row in rows]


async def goals(connection: AsyncConnection, community: str | None, span: Span) -> Counter[tuple[str, str]]:
    """How many questions each goal answered, by document and code."""
    which = select(questions.c.document, questions.c.code, func.count()).where(questions.c.code.is_not(None))
    rows = await connection.execute(_asked(which, community, span).group_by(questions.c.document, questions.c.code))
    return Counter({(row[0], row[1]): row[2] for row in rows})


async def open_gaps(connection: AsyncConnection, community: str | None, span: Span, limit: int) -> list[OpenGap]:
    """Open questions that were asked in a span, those first on which most people wait, then those asked most."""
    n_asked, n_waiting = func.count(questions.c.id), func.count(questions.c.person.distinct())
    rows = await connection.execute(
        select(gaps.c.id, gaps.c.opened_at, n_asked.label("n_asked"), n_waiting.label("n_waiting"))
        .join(questions, questions.c.gap == gaps.c.id)
        .where(gaps.c.state == GapState.OPEN.value, _of(gaps.c.community, community))
        .where(questions.c.asked_at >= span[0], questions.c.asked_at < span[1])
        .group_by(gaps.c.id)
        .order_by(n_waiting.desc(), n_asked.desc(), gaps.c.opened_at, gaps.c.id)
        .limit(limit)
    )
    return [
        OpenGap(row.id, await _first_text(connection, row.id), row.n_asked, row.n_waiting, row.opened_at)
        for row in rows.all()
    ]


async def _first_text(connection: AsyncConnection, gap: int) -> str:
    """How a question was asked first."""
    row = (
        await connection.execute(
            select(questions.c.text, questions.c.subject)
            .where(questions.c.gap == gap)
            .order_by(questions.c.asked_at, questions.c.id)
            .limit(1)
        )
    ).one()
    return whole(row.text, row.subject)


async def sent(connection: AsyncConnection, community: str | None, span: Span) -> list[SentFeedback]:
    """The visible feedback of a span, the oldest first; what was merged into another counts too."""
    wanted = select(feedback.c.text, feedback.c.topic, feedback.c.entry, feedback.c.sent_at)
    rows = await connection.execute(_sent(wanted, community, span).order_by(feedback.c.sent_at))
    return [SentFeedback(row.text, row.topic, row.entry, row.sent_at) for row in rows]


async def tagged(connection: AsyncConnection, community: str | None, limit: int) -> list[tuple[str, str]]:
    """The newest visible feedback whose topic people chose, as (topic, text)."""
    rows = await connection.execute(
        select(feedback.c.topic, feedback.c.text)
        .where(VISIBLE, feedback.c.topic.is_not(None), _of(feedback.c.community, community))
        .order_by(feedback.c.sent_at.desc())
        .limit(limit)
    )
    return [(row.topic, row.text) for row in rows]


async def waiting_gaps(connection: AsyncConnection, community: str | None) -> tuple[int, datetime | None]:
    """How many open questions people wait on, and since when the oldest is open."""
    waits = select(questions.c.id).where(questions.c.gap == gaps.c.id, questions.c.person.is_not(None)).exists()
    which = and_(gaps.c.state == GapState.OPEN.value, waits, _of(gaps.c.community, community))
    return await _waiting(connection, gaps.c.opened_at, which)


async def waiting_feedback(connection: AsyncConnection, community: str | None) -> tuple[int, datetime | None]:
    """How much feedback waits for staff's first word."""
    is_new = feedback.c.state == FeedbackState.NEW.value
    which = and_(is_new, VISIBLE, feedback.c.merged_into.is_(None), _of(feedback.c.community, community))
    return await _waiting(connection, feedback.c.sent_at, which)


async def overdue_feedback(
    connection: AsyncConnection, community: str | None, today: date
) -> tuple[int, datetime | None]:
    """How much feedback has a deadline that passed."""
    unsettled = feedback.c.state.in_([FeedbackState.NEW.value, FeedbackState.IN_WORK.value])
    which = and_(unsettled, feedback.c.due_on < today, VISIBLE, _of(feedback.c.community, community))
    return await _waiting(connection, feedback.c.sent_at, which)


async def waiting_moderation(connection: AsyncConnection, community: str | None) -> tuple[int, datetime | None]:
    """How much waits for a moderator: held texts, and appeals of hidden ones."""
    which = and_(or_(WAITING[Waiting.HELD], WAITING[Waiting.APPEALS]), _of(feedback.c.community, community))
    return await _waiting(connection, feedback.c.sent_at, which)


async def waiting_voids(connection: AsyncConnection, rounds: Sequence[int]) -> tuple[int, datetime | None]:
    """How many proposals to void ballots of these rounds wait for a second person."""
    which = and_(voids.c.granted.is_(None), voids.c.round.in_(rounds))
    return await _waiting(connection, voids.c.proposed_at, which)


async def deliveries(connection: AsyncConnection, span: Span) -> list[Delivery]:
    """What became of the notices of a span, by kind; for all communities together."""
    rows = await connection.execute(
        select(notices.c.kind, notices.c.state, func.count())
        .where(notices.c.done_at >= span[0], notices.c.done_at < span[1])
        .group_by(notices.c.kind, notices.c.state)
    )
    n_sent, n_lost = Counter[str](), Counter[str]()
    for kind, state, n in rows:
        n_sent[kind] += n if state in (NoticeState.SENT.value, NoticeState.UNSURE.value) else 0
        n_lost[kind] += n if state in LOST else 0
    return [Delivery(kind, n_sent[kind], n_lost[kind]) for kind in NoticeKind if n_sent[kind] or n_lost[kind]]


def _of(column: ColumnElement[Any], community: str | None) -> ColumnElement[bool]:
    return true() if community is None else column == community


def _asked(wanted: Select[Any], community: str | None, span: Span) -> Select[Any]:
    at = questions.c.asked_at
    return wanted.where(at >= span[0], at < span[1], _of(questions.c.community, community))


def _sent(wanted: Select[Any], community: str | None, span: Span) -> Select[Any]:
    at = feedback.c.sent_at
    return wanted.where(at >= span[0], at < span[1], VISIBLE, _of(feedback.c.community, community))


async def _waiting(
    connection: AsyncConnection, since: ColumnElement[datetime], which: ColumnElement[bool]
) -> tuple[int, datetime | None]:
    row = (await connection.execute(select(func.count(), func.min(since, type_=UtcDateTime())).where(which))).one()
    return row[0], row[1]
