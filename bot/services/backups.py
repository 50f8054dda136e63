"""Copies of the database by the clock, which of them are kept, and what is kept beside them for a restore."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.domain.backups import MONTH, Afterword, KeepRule, LastBackup, fingerprint_of, last_due
from bot.domain.errors import DomainError
from bot.domain.time import Clock
from bot.services import copies
from bot.storage import erasures, rounds
from bot.storage.backups import back_up
from bot.storage.database import Database

log = structlog.get_logger()

EVERY_S = 20.0
"""Also how long the key of a round that closed may still stand beside the copies."""
TRY_AGAIN = timedelta(minutes=10)
AFTERWORD = "afterword.json"

CopyAside = Callable[[Callable[[str, Path, datetime], Path], str, Path, datetime], Awaitable[Path]]
"""Where the copy is made: beside the event loop."""


class Backups:
    """Shapes: `hour` is that of the daily copy on the hromada's clocks; None for none. `kept` as in `KeepRule`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        timezone: str,
        secret: bytes | None,
        url: str,
        folder: Path,
        hour: int | None,
        kept: tuple[int, int, int],
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._secret = secret
        self._url = url
        self.folder = folder
        self._hour = hour
        self._rule = KeepRule(*kept)
        self._failed: tuple[datetime, str] | None = None
        self._since_at: datetime | None = None

    @property
    def is_on(self) -> bool:
        """Whether copies are made by the clock."""
        return self._hour is not None

    def last(self) -> LastBackup:
        """Say when the newest copy was made, and what went wrong since."""
        return LastBackup(copies.newest_at(self.folder), *(self._failed or (None, None)))

    @property
    def word(self) -> str:
        """Say in one word how it is with copies; of several processes, the one that leads makes them."""
        if self.is_on and self._since_at is None:
            return "elsewhere"
        has_failed, since_at = self._failed is not None, self._since_at
        return copies.word_of(self.folder, self._clock(), is_on=self.is_on, has_failed=has_failed, since_at=since_at)

    def begin(self) -> None:
        """Know from now on that copies are made here."""
        self._since_at = self._clock()

    async def run(self, copy_aside: CopyAside) -> None:
        """Look at the clock for ever."""
        self.begin()
        while True:
            await asyncio.sleep(EVERY_S)  # first: whoever starts has other things to do
            await self.tick(copy_aside)

    async def tick(self, copy_aside: CopyAside) -> Path | None:
        """Make a copy if it is time; keep up what lies beside the copies. Return the new copy."""
        now = self._clock()
        if self._failed is not None and now < self._failed[0] + TRY_AGAIN:
            return None
        try:
            if self.is_on or self._afterword.exists():
                await self.keep_afterword()
            made = await copy_aside(back_up, self._url, self.folder, now) if self._is_due(now) else None
            if made is not None:
                await self._tidy(now)
                log.info("a copy of the database was made", file=made.name)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is told and tried again)
            reason = error.key if isinstance(error, DomainError) else f"{type(error).__name__}: {error}"
            log.error("no copy of the database could be made, trying again in ten minutes", reason=reason)
            self._failed = (now, reason)
            return None
        self._failed = None
        return made

    async def keep_afterword(self) -> None:
        """Write down, if it changed, which keys and erasures a copy does not know."""
        async with self._database.read() as connection:
            keys, erased = await rounds.keys(connection), await erasures.every(connection)
        secret = fingerprint_of(self._secret) if self._secret is not None else None
        said = Afterword(secret, keys, tuple(erased)).written()
        with suppress(FileNotFoundError):
            if self._afterword.read_text(encoding="utf-8") == said:
                return
        await asyncio.to_thread(_replace, self._afterword, said)

    @property
    def _afterword(self) -> Path:
        return self.folder / AFTERWORD

    def _is_due(self, now: datetime) -> bool:
        if self._hour is None:
            return False
        newest = self.last().made_at
        return newest is None or newest < last_due(now, self._hour, self._zone)

    async def _tidy(self, now: datetime) -> None:
        """Delete the copies that are not to be kept, and forget erasures that no copy needs any more."""
        for name in self._rule.superfluous(copies.names(self.folder), now, self._zone):
            (self.folder / name).unlink(missing_ok=True)
        await self._database.write(partial(erasures.prune, before=now - self._rule.longest - MONTH))


def _replace(file: Path, text: str) -> None:
    """Put another text in the place of a file, and overwrite the old one: there were keys in it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    with suppress(FileNotFoundError), file.open("rb+") as old:
        new.replace(file)
        old.write(b"\0" * os.fstat(old.fileno()).st_size)
        old.flush()
        os.fsync(old.fileno())
        return
    new.replace(file)
