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


@dataclass(frozen=True, slots=True)
class Process:
    """A process of the bot that uses a database on a server, as it calls itself there.

    Shapes: `version` is "" for one from before it did; `place` such as `machine:123`.
    """

    version: str
    place: str

    @classmethod
    def named(cls, name: str) -> "Process":
        _, version, place = [*name.split(" ", 2), "", ""][:3]
        return cls(version, place)


OTHERS = """
SELECT DISTINCT application_name FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'viche%'
  AND application_name != current_setting('application_name')
ORDER BY application_name
"""


async def other_processes(connection: AsyncConnection) -> list[Process] | None:
    """Who else of the bot is connected; None for a file, which does not tell."""
    if connection.dialect.name != "postgresql":
        return None
    return [Process.named(name) for name in await connection.scalars(sql(OTHERS))]


async def inspected(connection: AsyncConnection) -> Inspected:
    known = await connection.run_sync(lambda c: inspect(c).has_table(versions.name))
    revision = await connection.scalar(select(versions.c.version_num)) if known else None
    found = None
    if connection.dialect.name == "sqlite":
        found = await connection.scalar(sql("PRAGMA quick_check(1)"))
    return Inspected(revision, "" if found in (None, "ok") else str(found))
