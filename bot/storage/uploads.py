"""Rows of uploads and of their corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.uploads import Upload, UploadState
from bot.storage.schema import edits, uploads
from knowledge.editing import Edit, read_edit, written
from knowledge.importers import ImportReport, Oddity, Place, ReadEntry, ReadWarning
from knowledge.manuscript import About
from knowledge.model import DocumentKind, Level

OPEN = (UploadState.READING, UploadState.READ, UploadState.FAILED)
_SHOWN = [column for column in uploads.c if column.name not in ("content", "reading", "description")]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is known of an upload that could be read: as read, as described at first, and its corrections."""

    upload: Upload
    reading: ImportReport | None
    about: About | None
    edits: tuple[Edit, ...]


async def add(
    connection: AsyncConnection, by: int | None, name: str, format_: str, content: bytes, now: datetime
) -> int:
    """Keep a file. The same one brought by the same person, and still open, is the same upload."""
    hashed = sha256(content).hexdigest()
    same = select(uploads.c.id).where(
        uploads.c.uploaded_by.is_not_distinct_from(by),
        uploads.c.content_hash == hashed,
        uploads.c.state.in_([state.value for state in OPEN]),
    )
    known = await connection.scalar(same.order_by(uploads.c.id.desc()).limit(1))
    if known is not None:
        await connection.execute(update(uploads).where(uploads.c.id == known).values(content=content))
        return int(known)
    row: dict[str, Any] = {"uploaded_by": by, "name": name, "format": format_, "size": len(content), "content": content}
    row |= {"content_hash": hashed, "state": UploadState.READING.value, "params": {}}
    row |= {"uploaded_at": now, "changed_at": now}
    return int((await connection.execute(insert(uploads).values(row).returning(uploads.c.id))).scalar_one())


async def find(connection: AsyncConnection, key: int) -> Upload | None:
    row = (await connection.execute(_shown().where(uploads.c.id == key))).one_or_none()
    return _upload(row) if row else None


async def content_of(connection: AsyncConnection, key: int) -> bytes | None:
    content: bytes | None = await connection.scalar(select(uploads.c.content).where(uploads.c.id == key))
    return content


async def listed(connection: AsyncConnection, limit: int, offset: int = 0) -> list[Upload]:
    """Uploads, the newest first."""
    rows = await connection.execute(_shown().order_by(uploads.c.id.desc()).limit(limit).offset(offset))
    return [_upload(row) for row in rows]


async def kept(connection: AsyncConnection, key: int) -> Kept | None:
    """Read an upload with all that was read and corrected."""
    upload = await find(connection, key)
    if upload is None:
        return None
    asked = select(uploads.c.reading, uploads.c.description).where(uploads.c.id == key)
    row = (await connection.execute(asked)).one()
    return Kept(
        upload,
        _report(row.reading) if row.reading else None,
        _about(row.description) if row.description else None,
        await edits_of(connection, key),
    )


async def keep_reading(
    connection: AsyncConnection, key: int, report: ImportReport, about: About, now: datetime
) -> None:
    """Keep what was read; corrections of an earlier reading are gone."""
    await connection.execute(delete(edits).where(edits.c.upload == key))
    read = {"entries": [_plain(one) for one in report.entries], "warnings": [_plain(one) for one in report.warnings]}
    description = asdict(about) | {"published_on": about.published_on.isoformat() if about.published_on else None}
    row = {"state": UploadState.READ.value, "reason": None, "params": {}, "reading": read, "description": description}
    await connection.execute(update(uploads).where(uploads.c.id == key).values(row | {"changed_at": now}))


async def set_state(connection: AsyncConnection, key: int, state: UploadState, now: datetime, **more: Any) -> None:
    """Say what became of an upload. `more` are columns: `reason` with `params`, `document`."""
    row = {"state": state.value, "changed_at": now, **more}
    await connection.execute(update(uploads).where(uploads.c.id == key).values(row))


async def are_read_since(connection: AsyncConnection, before: datetime) -> bool:
    """Say whether any upload has been read since before a moment, and still is."""
    return await connection.scalar(select(uploads.c.id).where(*_read_since(before)).limit(1)) is not None


async def interrupted(connection: AsyncConnection, before: datetime, now: datetime) -> None:
    """Say of these that they were not read."""
    failed = {"state": UploadState.FAILED.value, "reason": "interrupted", "params": {}, "changed_at": now}
    await connection.execute(update(uploads).where(*_read_since(before)).values(failed))


def _read_since(before: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return uploads.c.state == UploadState.READING.value, uploads.c.changed_at <= before


async def edits_of(connection: AsyncConnection, key: int) -> tuple[Edit, ...]:
    """The corrections of an upload in their order."""
    made = await connection.scalars(select(edits.c.edit).where(edits.c.upload == key).order_by(edits.c.id))
    return tuple(map(read_edit, made))


async def add_edits(connection: AsyncConnection, key: int, made: Sequence[Edit], by: int | None, now: datetime) -> None:
    rows = [{"upload": key, "edit": written(edit), "made_by": by, "made_at": now} for edit in made]
    await connection.execute(insert(edits), rows)


async def drop_last_edit(connection: AsyncConnection, key: int) -> None:
    last = select(func.max(edits.c.id)).where(edits.c.upload == key).scalar_subquery()
    await connection.execute(delete(edits).where(edits.c.id == last))


def _shown() -> Any:
    return select(*_SHOWN, uploads.c.content.is_not(None).label("has_file"))


def _upload(row: Row[Any]) -> Upload:
    return Upload(
        row.id,
        row.uploaded_by,
        row.name,
        row.format,
        row.size,
        UploadState(row.state),
        row.uploaded_at,
        row.changed_at,
        row.has_file,
        row.reason,
        row.params,
        row.document,
    )


def _plain(one: ReadEntry | ReadWarning) -> dict[str, Any]:
    """Write a goal or a warning with only what its place has."""
    return asdict(one) | {"place": {name: value for name, value in asdict(one.place).items() if value}}


def _report(read: Mapping[str, Any]) -> ImportReport:
    goals = (
        ReadEntry(**one | {"level": Level(one["level"]), "place": Place(**one["place"])}) for one in read["entries"]
    )
    odd = (ReadWarning(Oddity(one["oddity"]), Place(**one["place"]), one["text"]) for one in read["warnings"])
    return ImportReport(tuple(goals), tuple(odd))


def _about(said: Mapping[str, Any]) -> About:
    day = said["published_on"]
    given = {"kind": DocumentKind(said["kind"]), "published_on": date.fromisoformat(day) if day else None}
    return About(**{**said, **given})
