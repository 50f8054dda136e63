"""Rows of files that came to broadcasts from a browser: their bytes, and where Telegram keeps them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, cast, delete, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.broadcastfiles import NewFile
from bot.domain.broadcasts import Content
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.people import Locale
from bot.storage.schema import broadcast_files
from bot.storage.schema.types import Number


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Shapes: `content` is None once the bytes are gone, `file_id` until Telegram has the file."""

    id: int
    kind: FileKind
    name: str
    mime: str
    content: bytes | None
    file_id: str | None


async def add(connection: AsyncConnection, key: int, new: NewFile) -> FeedbackFile:
    """Keep a file of a broadcast."""
    row = insert(broadcast_files).values(
        broadcast=key,
        kind=new.kind.value,
        name=new.name,
        mime=new.mime,
        size=len(new.content),
        content=new.content,
    )
    kept = await connection.scalar(row.returning(broadcast_files.c.id))
    return FeedbackFile(new.kind, "", _seen_name(new.kind, new.name), kept)


async def size_of(connection: AsyncConnection, key: int) -> int:
    """How many bytes the files of a broadcast are together."""
    total = select(cast(func.sum(broadcast_files.c.size), Number)).where(broadcast_files.c.broadcast == key)
    return await connection.scalar(total) or 0


async def find(connection: AsyncConnection, keys: Collection[int]) -> dict[int, KeptFile]:
    """Read files with their bytes."""
    rows = await connection.execute(select(broadcast_files).where(broadcast_files.c.id.in_(keys)))
    return {row.id: KeptFile(row.id, FileKind(row.kind), row.name, row.mime, row.content, row.file_id) for row in rows}


async def file_ids(connection: AsyncConnection, broadcasts_: Collection[int]) -> Mapping[int, str]:
    """Where Telegram keeps the files of broadcasts, of those that it has."""
    which = (broadcast_files.c.broadcast.in_(broadcasts_), broadcast_files.c.file_id.is_not(None))
    rows = await connection.execute(select(broadcast_files.c.id, broadcast_files.c.file_id).where(*which))
    return {key: file_id for key, file_id in rows}  # noqa: C416  (rows are no pairs to the type checker)


async def note(connection: AsyncConnection, known: Mapping[int, str]) -> None:
    """Note where Telegram keeps files."""
    rows = [{"key": key, "where": file_id} for key, file_id in known.items()]
    await connection.execute(_NOTE, rows)


_NOTE = update(broadcast_files).where(broadcast_files.c.id == bindparam("key")).values(file_id=bindparam("where"))


async def forget_file_ids(connection: AsyncConnection, stale: Mapping[int, str]) -> bool:
    """Forget that Telegram has these files, as far as nobody noted another place; say whether all can go there anew."""
    of_ours = broadcast_files.c.id.in_(stale)
    lost = select(broadcast_files.c.id).where(of_ours, broadcast_files.c.content.is_(None)).limit(1)
    if await connection.scalar(lost) is not None:
        return False
    still = or_(*(broadcast_files.c.file_id == one for one in stale.values()))
    await connection.execute(update(broadcast_files).where(of_ours, still).values(file_id=None))
    return True


async def copied(connection: AsyncConnection, contents: Mapping[Locale, Content], key: int) -> dict[Locale, Content]:
    """Give another broadcast files like those of these contents, but for lost ones; return these with the new ones."""
    found = sorted({file.kept for content in contents.values() for file in content.files if file.kept})
    columns = [column for column in broadcast_files.c if column.name not in ("id", "broadcast")]
    new: dict[int, int] = {}
    for old in found:
        can_be_sent = or_(broadcast_files.c.content.is_not(None), broadcast_files.c.file_id.is_not(None))
        like = select(literal(key), *columns).where(broadcast_files.c.id == old, can_be_sent)
        names = ["broadcast", *(column.name for column in columns)]
        made = insert(broadcast_files).from_select(names, like).returning(broadcast_files.c.id)
        if number := await connection.scalar(made):
            new[old] = number
    return {locale: replace(content, files=_renumbered(content.files, new)) for locale, content in contents.items()}


def _renumbered(files: Sequence[FeedbackFile], new: Mapping[int, int]) -> tuple[FeedbackFile, ...]:
    return tuple(
        replace(file, kept=new[file.kept]) if file.kept else file for file in files if not file.kept or file.kept in new
    )


async def drop_but(connection: AsyncConnection, key: int, used: Collection[int]) -> None:
    """Delete the files of a broadcast that it does not have any more."""
    which = (broadcast_files.c.broadcast == key, broadcast_files.c.id.not_in(used))
    await connection.execute(delete(broadcast_files).where(*which))


def _seen_name(kind: FileKind, name: str) -> str:
    """Photos have no name in Telegram."""
    return name if kind is FileKind.DOCUMENT else ""
