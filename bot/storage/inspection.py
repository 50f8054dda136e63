"""Look at a database as it is, without bringing it up to date."""

from dataclasses import dataclass

from sqlalchemy import inspect, select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.migrate import REVISIONS, versions


@dataclass(frozen=True, slots=True)
class Inspected:
    """Shapes: `revision` None for a database without Viche's tables; `damage` the first thing wrong, if anything."""

    revision: str | None
    damage: str

    @property
    def is_newer(self) -> bool:
        return self.revision is not None and self.revision not in REVISIONS

    @property
    def is_behind(self) -> bool:
        return self.revision != REVISIONS[-1] and not self.is_newer


async def inspected(connection: AsyncConnection) -> Inspected:
    known = await connection.run_sync(lambda c: inspect(c).has_table(versions.name))
    revision = await connection.scalar(select(versions.c.version_num)) if known else None
    found = None
    if connection.dialect.name == "sqlite":
        found = await connection.scalar(sql("PRAGMA quick_check(1)"))
    return Inspected(revision, "" if found in (None, "ok") else str(found))
