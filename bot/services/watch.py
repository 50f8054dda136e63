"""Look whether the bot is well: truly, by writing, by what waits, and by when each part moved last."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.errors import Unavailable
from bot.domain.health import NOTICES_WAIT, Backlog, Check, Health, backlog_checks
from bot.domain.letters import PATIENCE
from bot.domain.notices import FOR_STAFF, NoticeKind, by_day
from bot.domain.time import Clock
from bot.services.backups import Backups
from bot.services.entries import Entries
from bot.storage import alarms, backlog, broadcasts, letters
from bot.storage.database import Database
from bot.vitals import DEAD, OK, Pulse

FRESH_S = 5.0
"""Whoever asks again sooner is told the same: the page is open to everybody."""

WRITE_S = 10.0
FULL_PART = 10
"""Red below this part of what is little."""

LAST_RESORT = 3
"""So many times its patience a part may be still before the bot is started anew: operators were told long before."""

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Shapes: `folder` is on the disk that must not fill up; `backups` knows of copies, None where there are none."""

    folder: Path
    disk_low_mb: int
    backups: Backups | None = None


class Watch:
    """`pulses` are those of everything that goes on for ever; `carried` is when something was delivered last."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        timezone: str,
        entries: Entries,
        limits: Limits,
        pulses: Sequence[Pulse],
        carried: Pulse,
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._entries = entries
        self._limits = limits
        self._carried = carried
        self._one_at_a_time = asyncio.Lock()
        self._seen: tuple[float, Health] | None = None
        self.pulses = list(pulses)

    @property
    def tasks(self) -> list[asyncio.Task[Any]]:
        """Everything that must never end."""
        return [task for pulse in self.pulses for task in pulse.tasks]

    def newest_backup(self) -> datetime | None:
        """When the newest copy was made; None where there is none."""
        return self._limits.backups.last().made_at if self._limits.backups else None

    def hung(self) -> str:
        """Name a part that will not move again by itself; "" for none.

        Who waits for Telegram or for the database is not hung: a bot that is started anew would find them away as well.
        """
        still = {one.name for one in self.pulses if one.still_s > LAST_RESORT * one.patience_s}
        if self._is_away("database"):
            still &= {"writer"}
        if any(one.name == "intake" and one.word != OK for one in self.pulses):
            still -= {"intake", "workers"}
        return ", ".join(sorted(still | {one.name for one in self.pulses if one.word == DEAD}))

    def _is_away(self, name: str) -> bool:
        """Whether the last look found so; whoever leads looks all the time."""
        return self._seen is not None and any(one.name == name and not one.is_well for one in self._seen[1].checks)

    async def look(self) -> Health:
        async with self._one_at_a_time:
            if self._seen is None or monotonic() - self._seen[0] > FRESH_S:
                self._seen = monotonic(), await self._look()
            return self._seen[1]

    async def _look(self) -> Health:
        now = self._clock()
        found, word = Backlog(), await self._write(now)
        waits: list[Check] = []
        if word == "ok":
            found, waits = await self._waiting(now)
        checks = (
            Check("database", word),
            *(Check(pulse.name, pulse.word) for pulse in self.pulses),
            *waits,
            Check("search", self._search()),
            Check("disk", disk_word(self._limits)),
            Check("backup", self._limits.backups.word if self._limits.backups else "off"),
        )
        return Health(checks, found, now)

    async def _write(self, now: datetime) -> str:
        """Write something and say what came of it."""
        try:
            async with asyncio.timeout(WRITE_S):
                await self._database.write(partial(alarms.probe, now=now))
        except TimeoutError:
            return "no_answer"
        except Unavailable as error:
            return error.key.removeprefix("database.")
        return "ok"

    async def _waiting(self, now: datetime) -> tuple[Backlog, list[Check]]:
        async with self._database.read() as connection:
            found = await backlog.read(connection, now, self._kinds(now))
            are_stuck = await letters.stuck(connection, now - PATIENCE) is not None
            is_killed = await broadcasts.is_stopped(connection)
        is_delivering = is_killed or self._carried.word == OK
        waits = backlog_checks(found, now, letters_are_stuck=are_stuck, is_delivering=is_delivering)
        return found, list(waits)

    def _kinds(self, now: datetime) -> frozenset[NoticeKind]:
        """What could have been told all this while: what waited for the morning is not late yet."""
        was_night = any(by_day(moment, self._zone) > moment for moment in (now, now - NOTICES_WAIT))
        return FOR_STAFF if was_night else frozenset(NoticeKind)

    def _search(self) -> str:
        index = self._entries.shelf.index
        if not index.done():
            return "loading"
        return "failed" if index.cancelled() or index.exception() else "ok"


def disk_word(limits: Limits) -> str:
    free_mb = shutil.disk_usage(limits.folder).free / MB
    if free_mb < limits.disk_low_mb / FULL_PART:
        return "full"
    return "low" if free_mb < limits.disk_low_mb else "ok"
