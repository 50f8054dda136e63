"""Rows of drafts: what people wrote for the hromada and have not sent yet, at most one each."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import Draft, FeedbackFile, FileKind
from bot.storage.conflicts import upsert
from bot.storage.schema import drafts


async def find(connection: AsyncConnection, person: int) -> Draft | None:
    row = (await connection.execute(select(drafts).where(drafts.c.person == person))).one_or_none()
    if row is None:
        return None
    columns = {field.name: row._mapping[field.name] for field in fields(Draft)}  # noqa: SLF001  (its documented name)
    files = tuple(FeedbackFile(**file | {"kind": FileKind(file["kind"])}) for file in row.files)
    return Draft(**columns | {"files": files})


async def keep(connection: AsyncConnection, person: int, draft: Draft, now: datetime) -> None:
    row = asdict(draft) | {"person": person, "changed_at": now}
    await connection.execute(upsert(connection, drafts, row), row)


async def drop(connection: AsyncConnection, person: int) -> None:
    await connection.execute(delete(drafts).where(drafts.c.person == person))
