"""Rows of feedback: its texts, files, turns and supporters."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import (
    Feedback,
    FeedbackFile,
    FeedbackItem,
    FeedbackState,
    FileKind,
    HideReason,
    Hold,
    Turn,
    Waiting,
)
from bot.storage.conflicts import insert_new
from bot.storage.schema import feedback, feedback_files, settlements, supports, turns

VISIBLE = and_(feedback.c.state != FeedbackState.HIDDEN.value, feedback.c.held.is_(None))
SHOWN = and_(VISIBLE, feedback.c.is_public.is_(True), feedback.c.merged_into.is_(None))
"""What everybody may read: the same rule as `Feedback.is_shown`; a test compares the two."""


async def add(connection: AsyncConnection, new: Feedback, files: Sequence[FeedbackFile]) -> None:
    await connection.execute(insert(feedback).values(_columns(new)))
    rows = [{"feedback": new.id, "kind": file.kind.value, "file_id": file.file_id, "name": file.name} for file in files]
    if rows:
        await connection.execute(insert(feedback_files), rows)


async def find(connection: AsyncConnection, key: int) -> Feedback | None:
    row = (await connection.execute(select(feedback).where(feedback.c.id == key))).one_or_none()
    return feedback_of(row) if row else None


async def find_by_message(connection: AsyncConnection, person: int, message: int) -> Feedback | None:
    """Find what a person sent with this message of theirs."""
    asked = select(feedback).where(feedback.c.person == person, feedback.c.message == message)
    row = (await connection.execute(asked)).first()
    return feedback_of(row) if row else None


async def keys_of_person(connection: AsyncConnection, person: int) -> list[int]:
    return list(await connection.scalars(select(feedback.c.id).where(feedback.c.person == person)))


async def change(connection: AsyncConnection, changed: Feedback) -> None:
    """Write a piece of feedback as it is given."""
    await connection.execute(update(feedback).where(feedback.c.id == changed.id).values(_columns(changed)))


async def files_of(connection: AsyncConnection, key: int) -> list[FeedbackFile]:
    rows = await connection.execute(
        select(feedback_files).where(feedback_files.c.feedback == key).order_by(feedback_files.c.id)
    )
    return [FeedbackFile(FileKind(row.kind), row.file_id, row.name) for row in rows]


async def turns_of(connection: AsyncConnection, key: int) -> list[Turn]:
    rows = await connection.execute(select(turns).where(turns.c.feedback == key).order_by(turns.c.id))
    return [Turn(row.by_staff, row.text, row.said_at, row.is_question) for row in rows]


async def say(connection: AsyncConnection, key: int, turn: Turn) -> None:
    await connection.execute(insert(turns).values(asdict(turn) | {"feedback": key}))


async def of_person(connection: AsyncConnection, person: int, limit: int, offset: int = 0) -> list[FeedbackItem]:
    """What a person sent, the newest first."""
    return await items(connection, feedback.c.person == person, feedback.c.sent_at.desc(), limit, offset)


async def everything_of(connection: AsyncConnection, person: int) -> list[dict[str, Any]]:
    """All that a person sent, with what was said about it, as JSON values."""
    found = []
    for item in await of_person(connection, person, 10_000):
        one = item.feedback
        said = [{"by_staff": turn.by_staff, "text": turn.text} for turn in await turns_of(connection, one.id)]
        files = [file.name or file.kind.value for file in await files_of(connection, one.id)]
        plain = {"number": one.id, "text": one.text, "sent_at": one.sent_at, "state": one.state.value}
        plain |= {"community": one.community, "topic": one.topic, "settlement": one.settlement, "about_goal": one.entry}
        plain |= {"staff_see_the_author": one.is_named, "offered": one.is_offered, "public": one.is_public}
        plain |= {"reason": one.reason.value if one.reason else None, "appeal": one.appeal}
        found.append(plain | {"files": files, "turns": said})
    return found


WAITING: dict[Waiting, ColumnElement[bool]] = {
    Waiting.HELD: and_(feedback.c.state != FeedbackState.HIDDEN.value, feedback.c.held.is_not(None)),
    Waiting.APPEALS: and_(feedback.c.appeal.is_not(None), feedback.c.appeal_granted.is_(None)),
    Waiting.PUBLIC: SHOWN,
}
"""What moderators look through."""

_SINCE = {Waiting.HELD: feedback.c.sent_at, Waiting.APPEALS: feedback.c.changed_at, Waiting.PUBLIC: feedback.c.sent_at}


async def for_moderators(connection: AsyncConnection, what: Waiting, limit: int, offset: int = 0) -> list[FeedbackItem]:
    """One of the heaps, what waits longest first; of public texts the newest."""
    since = _SINCE[what]
    order = since.desc() if what is Waiting.PUBLIC else since.asc()
    return await items(connection, WAITING[what], order, limit, offset)


async def count_for_moderators(connection: AsyncConnection, what: Waiting) -> tuple[int, datetime | None]:
    """How many there are, and since when the oldest waits."""
    row = (await connection.execute(select(func.count(), func.min(_SINCE[what])).where(WAITING[what]))).one()
    return row[0], row[1]


async def shown(
    connection: AsyncConnection, community: str, limit: int, offset: int = 0, entry: int | None = None
) -> list[FeedbackItem]:
    """What everybody may read, the most supported first."""
    which = and_(SHOWN, feedback.c.community == community)
    if entry is not None:
        which = and_(which, feedback.c.entry == entry)
    return await items(connection, which, N_SUPPORTS.desc(), limit, offset)


async def recent_texts(
    connection: AsyncConnection, community: str, since: datetime, limit: int
) -> list[tuple[int, str, bool]]:
    """The newest visible texts of a community as (id, text, whether everybody may read it)."""
    rows = await connection.execute(
        select(feedback.c.id, feedback.c.text, feedback.c.is_public)
        .where(VISIBLE, feedback.c.merged_into.is_(None), feedback.c.community == community)
        .where(feedback.c.sent_at >= since)
        .order_by(feedback.c.sent_at.desc())
        .limit(limit)
    )
    return [(row.id, row.text, row.is_public) for row in rows]


async def texts_since(connection: AsyncConnection, community: str, since: datetime, limit: int) -> list[str]:
    """The newest texts of a community, also those that nobody sees: what is said once more may have been hidden."""
    rows = await connection.scalars(
        select(feedback.c.text)
        .where(feedback.c.community == community, feedback.c.sent_at >= since)
        .order_by(feedback.c.sent_at.desc())
        .limit(limit)
    )
    return list(rows)


async def sent_since(connection: AsyncConnection, person: int, since: datetime) -> list[datetime]:
    """When a person sent something since a moment."""
    which = (feedback.c.person == person, feedback.c.sent_at > since)
    return list(await connection.scalars(select(feedback.c.sent_at).where(*which)))


async def supported_since(connection: AsyncConnection, person: int, since: datetime) -> list[datetime]:
    """When a person supported something since a moment."""
    which = (supports.c.person == person, supports.c.supported_at > since)
    return list(await connection.scalars(select(supports.c.supported_at).where(*which)))


async def support(connection: AsyncConnection, key: int, person: int, now: datetime) -> bool:
    """Note that a person wants the same; False when they had said so."""
    row = {"feedback": key, "person": person, "supported_at": now}
    done = await connection.execute(insert_new(connection, supports).values(row))
    return bool(done.rowcount)


async def withdraw_support(connection: AsyncConnection, key: int, person: int) -> None:
    await connection.execute(delete(supports).where(supports.c.feedback == key, supports.c.person == person))


async def supported_by(connection: AsyncConnection, person: int) -> list[int]:
    """The numbers of what a person supports."""
    return list(await connection.scalars(select(supports.c.feedback).where(supports.c.person == person)))


async def authors_of(connection: AsyncConnection, key: int) -> list[int]:
    """The people whose words these are: the author, and those whose feedback was merged into this."""
    which = (feedback.c.id == key) | (feedback.c.merged_into == key)
    rows = await connection.scalars(select(feedback.c.person).where(which, feedback.c.person.is_not(None)).distinct())
    return list(rows)


async def supporters_of(connection: AsyncConnection, key: int) -> list[int]:
    return list(await connection.scalars(select(supports.c.person).where(supports.c.feedback == key)))


async def part(connection: AsyncConnection, key: int) -> None:
    """Let what was merged into a piece stand for itself again."""
    await connection.execute(update(feedback).where(feedback.c.merged_into == key).values(merged_into=None))


async def erase_of_person(connection: AsyncConnection, person: int) -> None:
    await connection.execute(delete(feedback).where(feedback.c.person == person))


async def unname(connection: AsyncConnection, person: int) -> None:
    """Take a person's name off what they sent; the link itself goes with the person."""
    nameless = update(feedback).where(feedback.c.person == person).values(is_named=False, message=None)
    await connection.execute(nameless)


async def settlements_of(connection: AsyncConnection, community: str) -> list[str]:
    """The names one may choose from."""
    rows = await connection.scalars(
        select(settlements.c.name).where(settlements.c.community == community).order_by(settlements.c.name)
    )
    return list(rows)


async def all_settlements(connection: AsyncConnection) -> list[str]:
    return list(await connection.scalars(select(settlements.c.name).distinct().order_by(settlements.c.name)))


async def keep_settlements(connection: AsyncConnection, community: str, names: Sequence[str]) -> None:
    """Replace a community's list."""
    await connection.execute(delete(settlements).where(settlements.c.community == community))
    if names:
        rows = [{"community": community, "name": name} for name in dict.fromkeys(names)]
        await connection.execute(insert(settlements), rows)


N_SUPPORTS = select(func.count()).where(supports.c.feedback == feedback.c.id).correlate(feedback).scalar_subquery()
_N_FILES = select(func.count()).where(feedback_files.c.feedback == feedback.c.id).correlate(feedback).scalar_subquery()


async def items(
    connection: AsyncConnection, which: ColumnElement[bool], order: ColumnElement[Any], limit: int, offset: int
) -> list[FeedbackItem]:
    """A page of pieces of feedback for a list; only what stands on it is read whole and counted up."""
    page = select(feedback.c.id).where(which).order_by(order, feedback.c.id).limit(limit).offset(offset)
    rows = await connection.execute(
        select(feedback, N_SUPPORTS.label("n_supports"), _N_FILES.label("n_files"))
        .where(feedback.c.id.in_(page))
        .order_by(order, feedback.c.id)
    )
    return [FeedbackItem(feedback_of(row), row.n_supports, row.n_files) for row in rows]


_WORDS: dict[str, type[StrEnum]] = {
    "state": FeedbackState,
    "state_before": FeedbackState,
    "reason": HideReason,
    "held": Hold,
}
"""Columns whose words have a type."""


def _columns(one: Feedback) -> dict[str, Any]:
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in asdict(one).items()}


def feedback_of(row: Row[Any]) -> Feedback:
    columns = {name: row._mapping[name] for name in Feedback.__dataclass_fields__}  # noqa: SLF001  (its documented name)
    words = {name: kind(columns[name]) for name, kind in _WORDS.items() if columns[name] is not None}
    return Feedback(**columns | words)
