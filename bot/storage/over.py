"""What is kept only for a time, and when that is over: found beside the writer, deleted a little at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, exists, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import SESSION_IDLES, SESSION_LASTS
from bot.domain.broadcasts import ENDED
from bot.domain.letters import LetterState
from bot.domain.notices import NoticeState
from bot.domain.terms import Terms
from bot.domain.uploads import UploadState
from bot.storage.schema import (
    appeals,
    broadcast_files,
    broadcasts,
    drafts,
    entry_links,
    feedback,
    flows,
    invitations,
    letters,
    notices,
    questions,
    restrictions,
    rounds,
    sessions,
    subjects,
    updates,
    uploads,
    voters,
)
from bot.storage.updates import WAITING


@dataclass(frozen=True, slots=True)
class Over:
    """Rows of one table whose time is over.

    Shapes: `kind` names its term in `Terms`, "" for what names its own end; `emptied`: they stay, with these columns
    changed.
    """

    kind: str
    table: Table
    which: ColumnElement[bool]
    emptied: Mapping[str, Any] = field(default_factory=dict)


def everything(terms: Terms, now: datetime) -> list[Over]:
    """All that is over now: first what names its own end, then what settings give a term."""
    letters_done = letters.c.state.not_in([LetterState.WAITING.value, LetterState.SENDING.value])
    of_nothing = uploads.c.state.in_([UploadState.DISCARDED.value, UploadState.FAILED.value])
    is_decided = of_nothing | (uploads.c.state == UploadState.PUBLISHED.value)
    has_file = uploads.c.content.is_not(None)
    others = feedback.alias()
    was_told = notices.c.state != NoticeState.WAITING.value
    nothing_merged = ~exists(select(others.c.id).where(others.c.merged_into == feedback.c.id))
    return [
        *(Over("", one, one.c.until_at <= now) for one in (subjects, flows, restrictions, entry_links, invitations)),
        Over("", sessions, (sessions.c.opened_at <= now - SESSION_LASTS) | (sessions.c.seen_at <= now - SESSION_IDLES)),
        Over("updates", updates, and_(updates.c.state != WAITING, updates.c.received_at < now - terms.updates)),
        Over("drafts", drafts, drafts.c.changed_at <= now - terms.drafts),
        Over("notices", notices, and_(was_told, notices.c.done_at < now - terms.notices)),
        Over("notices", letters, and_(letters_done, letters.c.done_at < now - terms.notices)),
        Over("files", uploads, and_(is_decided, has_file, uploads.c.changed_at < now - terms.files), {"content": None}),
        Over("uploads", uploads, and_(of_nothing, uploads.c.changed_at < now - terms.uploads)),
        Over("files", broadcast_files, _of_broadcasts_ended_before(now - terms.files), {"content": None}),
        Over("questions", questions, questions.c.asked_at < now - terms.questions),
        Over("feedback", feedback, and_(feedback.c.changed_at < now - terms.feedback, nothing_merged)),
        *(Over("voters", table, _sealed_before(table, now - terms.voters)) for table in (voters, appeals)),
    ]


def _of_broadcasts_ended_before(moment: datetime) -> ColumnElement[bool]:
    """Telegram has the files by then; the desk shows them as long as the broadcast can be withdrawn."""
    ended = select(broadcasts.c.id).where(broadcasts.c.state.in_(ENDED), broadcasts.c.ended_at < moment)
    return and_(broadcast_files.c.content.is_not(None), broadcast_files.c.broadcast.in_(ended))


def _sealed_before(table: Table, moment: datetime) -> ColumnElement[bool]:
    return table.c.round.in_(select(rounds.c.id).where(rounds.c.sealed_at < moment))


async def find(connection: AsyncConnection, over: Over, limit: int) -> Sequence[Any]:
    """The keys of some of these rows."""
    found = await connection.execute(select(*over.table.primary_key.columns).where(over.which).limit(limit))
    return found.all()


async def count(connection: AsyncConnection, over: Over) -> int:
    return await connection.scalar(select(func.count()).select_from(over.table).where(over.which)) or 0


async def let_go(connection: AsyncConnection, over: Over, keys: Sequence[Any]) -> None:
    """Delete, or empty, those of the rows found that are still over: somebody may have touched one meanwhile."""
    which = and_(tuple_(*over.table.primary_key.columns).in_([tuple(key) for key in keys]), over.which)
    made = update(over.table).values(over.emptied) if over.emptied else delete(over.table)
    await connection.execute(made.where(which))
