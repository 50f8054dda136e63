"""Rows of broadcasts and what they say; whom they reach is in `deliveries`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import audiences
from bot.domain.broadcasts import Broadcast, BroadcastKind, BroadcastState, Content, Lead, LeadKind
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.people import Locale, Role
from bot.storage import broadcastfiles
from bot.storage.conflicts import insert_new, upsert
from bot.storage.schema import broadcast_contents, broadcasts, people, roles, switches

EVERYTHING = "outbox"
"""The name of the switch that stops all the bot says of its own accord."""


async def add(connection: AsyncConnection, new: Broadcast) -> int:
    """Keep a new draft and what it says, with copies of files that came from a browser; return its number."""
    row = {
        "state": new.state.value,
        "kind": new.kind.value,
        "is_emergency": new.is_emergency,
        "audience": audiences.written(new.audience),
        "author": new.author,
        "changed_at": new.changed_at,
    }
    key: int | None = await connection.scalar(insert(broadcasts).values(row).returning(broadcasts.c.id))
    assert key is not None
    for locale, content in (await broadcastfiles.copied(connection, new.contents, key)).items():
        await say(connection, key, locale, content)
    return key


async def say(connection: AsyncConnection, key: int, locale: Locale, content: Content | None) -> None:
    """Keep what is said in a language; None for nothing."""
    if content is None:
        which = (broadcast_contents.c.broadcast == key, broadcast_contents.c.locale == locale.value)
        await connection.execute(delete(broadcast_contents).where(*which))
        return
    row = {
        "broadcast": key,
        "locale": locale.value,
        "text": content.text,
        "files": [asdict(replace(file, file_id="") if file.kept else file) for file in content.files],
        "leads": [asdict(lead) for lead in content.leads],
        "message": content.message,
    }
    await connection.execute(upsert(connection, broadcast_contents, row), row)


async def said_in(connection: AsyncConnection, author: int, message: int) -> tuple[int, Locale] | None:
    """Which broadcast, the newest, says in which language what its author wrote in a message."""
    rows = await connection.execute(
        select(broadcast_contents.c.broadcast, broadcast_contents.c.locale)
        .join(broadcasts, broadcasts.c.id == broadcast_contents.c.broadcast)
        .where(broadcasts.c.author == author, broadcast_contents.c.message == message)
        .order_by(broadcasts.c.id.desc())
        .limit(1)
    )
    found = rows.first()
    return (found.broadcast, Locale(found.locale)) if found else None


async def find(connection: AsyncConnection, key: int) -> Broadcast | None:
    return next(iter(await _found(connection, select(broadcasts).where(broadcasts.c.id == key))), None)


async def listed(
    connection: AsyncConnection, states: Collection[BroadcastState], limit: int, offset: int
) -> list[Broadcast]:
    """Those in these states, the newest first."""
    which = select(broadcasts).where(broadcasts.c.state.in_(states)).order_by(broadcasts.c.id.desc())
    return await _found(connection, which.limit(limit).offset(offset))


async def under_way(connection: AsyncConnection) -> list[Broadcast]:
    """Those that are sent, taken back or begin one day: emergencies before others, then in the order of beginning."""
    states = [BroadcastState.SENDING, BroadcastState.UNDOING, BroadcastState.SCHEDULED]
    order = (broadcasts.c.is_emergency.desc(), broadcasts.c.began_at, broadcasts.c.id)
    return await _found(connection, select(broadcasts).where(broadcasts.c.state.in_(states)).order_by(*order))


async def change(connection: AsyncConnection, key: int, states: Collection[BroadcastState], **columns: Any) -> bool:
    """Set columns of a broadcast that is in one of these states; say whether it was."""
    which = (broadcasts.c.id == key, broadcasts.c.state.in_(states))
    values = {name: value.value if isinstance(value, BroadcastState) else value for name, value in columns.items()}
    return bool((await connection.execute(update(broadcasts).where(*which).values(values))).rowcount)


async def is_corrected(connection: AsyncConnection, key: int) -> bool:
    """Say whether a broadcast is there for those who got this one."""
    of_this = broadcasts.c.audience["received"]["broadcast"].as_integer() == key
    return await connection.scalar(select(broadcasts.c.id).where(of_this).limit(1)) is not None


async def keep(connection: AsyncConnection, draft: Broadcast) -> None:
    """Keep what a draft is about and whom it is for."""
    values = {
        "kind": draft.kind.value,
        "is_emergency": draft.is_emergency,
        "audience": audiences.written(draft.audience),
    }
    await connection.execute(update(broadcasts).where(broadcasts.c.id == draft.id).values(values))


async def drop(connection: AsyncConnection, key: int) -> None:
    await connection.execute(delete(broadcasts).where(broadcasts.c.id == key))


async def state_of(connection: AsyncConnection, key: int) -> BroadcastState | None:
    """In which state a broadcast is."""
    found = await connection.scalar(select(broadcasts.c.state).where(broadcasts.c.id == key))
    return BroadcastState(found) if found else None


_STOPPED = select(switches.c.name).where(switches.c.name == EVERYTHING)


async def is_stopped(connection: AsyncConnection) -> bool:
    """Say whether all that the bot says of its own accord is stopped."""
    return await connection.scalar(_STOPPED) is not None


async def throw_switch(connection: AsyncConnection, by: int | None, now: datetime) -> None:
    await connection.execute(insert_new(connection, switches).values(name=EVERYTHING, thrown_by=by, thrown_at=now))


async def release_switch(connection: AsyncConnection) -> None:
    await connection.execute(delete(switches).where(switches.c.name == EVERYTHING))


async def role_of_sender(connection: AsyncConnection, person: int | None) -> Role:
    """Which role somebody has now who is known by their number in `people`; a resident's if they are gone."""
    asked = select(roles.c.role).join(people, people.c.telegram_id == roles.c.telegram_id).where(people.c.id == person)
    return Role(await connection.scalar(asked) or Role.RESIDENT)


async def _found(connection: AsyncConnection, which: Select[Any]) -> list[Broadcast]:
    rows = (await connection.execute(which)).all()
    said: dict[int, dict[Locale, Content]] = {row.id: {} for row in rows}
    asked = select(broadcast_contents).where(broadcast_contents.c.broadcast.in_(said))
    at_telegram = await broadcastfiles.file_ids(connection, said)
    for row in await connection.execute(asked):
        said[row.broadcast][Locale(row.locale)] = _content(row, at_telegram)
    return [_broadcast(row, said[row.id]) for row in rows]


def _content(row: Row[*tuple[Any, ...]], at_telegram: Mapping[int, str]) -> Content:
    files = tuple(_file(FeedbackFile(**one | {"kind": FileKind(one["kind"])}), at_telegram) for one in row.files)
    leads = tuple(Lead(**lead | {"kind": LeadKind(lead["kind"])}) for lead in row.leads)
    return Content(row.text, files, leads, row.message)


def _file(file: FeedbackFile, at_telegram: Mapping[int, str]) -> FeedbackFile:
    return replace(file, file_id=at_telegram.get(file.kept, "")) if file.kept else file


def _broadcast(row: Row[*tuple[Any, ...]], contents: Mapping[Locale, Content]) -> Broadcast:
    return Broadcast(
        row.id,
        row.author,
        BroadcastKind(row.kind),
        audiences.read(row.audience),
        row.changed_at,
        contents,
        BroadcastState(row.state),
        row.is_emergency,
        row.approver,
        row.sender,
        row.due_at,
        row.frozen_at,
        row.began_at,
        row.ended_at,
        row.reason,
    )


async def kept_outcome(connection: AsyncConnection, key: int) -> Mapping[str, int] | None:
    """What became of a broadcast whose deliveries are deleted."""
    return await connection.scalar(select(broadcasts.c.outcome).where(broadcasts.c.id == key))


async def to_forget(connection: AsyncConnection, ended_before: datetime, of_votes_before: datetime) -> Sequence[int]:
    """Those that ended so long ago that nobody has to know any more whom they reached."""
    asked = select(broadcasts.c.id, broadcasts.c.audience, broadcasts.c.ended_at).where(
        broadcasts.c.ended_at < of_votes_before, broadcasts.c.outcome.is_(None), broadcasts.c.frozen_at.is_not(None)
    )
    rows = await connection.execute(asked)
    return [row.id for row in rows if row.ended_at < ended_before or audiences.read(row.audience).tells_votes]
