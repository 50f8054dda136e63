"""Make a database of a copy again: what was erased since is erased, what was on its way stands still.

A copy holds no keys of rounds (docs/adr/0020-backups.md). A round that is still open gets its key from the afterword
beside the copies; one that closed since gets a random one, with which it is closed like any other; without either, it
has to be cancelled, since whoever has voted could vote twice.
"""

import secrets
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.domain.backups import Afterword, Erasure, fingerprint_of, mark_of
from bot.domain.errors import Unavailable
from bot.domain.people import Actor, Locale, Role
from bot.domain.rounds import EndingKind
from bot.domain.time import Clock
from bot.services.people import People
from bot.services.rounds import Rounds
from bot.storage import people, rounds
from bot.storage.backups import check_room, unseal, verify
from bot.storage.copying import Told, check_empty, copy_database
from bot.storage.database import Connection, Database
from bot.storage.migrate import migrate
from bot.storage.standstill import hold_back

SAME_MOMENT = timedelta(minutes=1)
"""Erased as the copy was being made: done again rather than not."""

PREFIX = ".restore-"

OPERATOR = Actor(0, Locale.UK, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: when the copy was made, its rows, how many people were erased anew, which rounds cancelled."""

    made_at: datetime
    n_rows: int
    n_erased: int
    cancelled: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restoring:
    """`cancel_because` is the public reason for cancelling rounds whose key is lost; None to refuse instead."""

    clock: Clock
    timezone: str
    secret: bytes | None
    cancel_because: str | None = None

    async def restore(self, file: Path, into: str, afterwords: Sequence[Afterword], told: Told) -> Restored:
        """Make an empty database what the copy holds; it is whole afterwards, or as empty as before.

        Errors: `Unavailable` for a copy that cannot be used, a database that holds anything, no room, no key.
        """
        await check_empty(into)
        kept = verify(file)
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=_workplace(into)) as folder:
            half = _opened(file, Path(folder))
            n_erased, cancelled = await self._amend(half, kept.made_at, afterwords)
            n_rows = await copy_database(f"sqlite:///{half}", into, told)
        return Restored(kept.made_at, sum(n_rows.values()), n_erased, cancelled)

    async def _amend(
        self, half: Path, made_at: datetime, afterwords: Sequence[Afterword]
    ) -> tuple[int, tuple[int, ...]]:
        database = Database(f"sqlite+aiosqlite:///{half}")
        await database.open()
        try:
            await migrate(database)
            lost = await database.write(partial(self._put_keys_back, afterwords=afterwords))
            n_erased = await self._erase_again(database, made_at, afterwords)
            await database.write(partial(hold_back, now=self.clock()))
            for key in lost:
                await self._cancel(database, key)
        finally:
            await database.close()
        return n_erased, tuple(lost)

    async def _put_keys_back(self, connection: Connection, afterwords: Sequence[Afterword]) -> list[int]:
        """Give every round of the copy that had a key one again; return those that are open and lost theirs."""
        known = {number: key for one in afterwords for number, key in one.round_keys.items()}
        over = await rounds.with_keys_after_close(connection, self.clock())
        lost = []
        for number in await rounds.keys(connection):
            if number not in known and number not in over:
                lost.append(number)
            await rounds.set_key(connection, number, known.get(number) or secrets.token_bytes(32))
        if lost and self.cancel_because is None:
            raise Unavailable("backups.key_lost", rounds=", ".join(map(str, lost)))
        return lost

    async def _erase_again(self, database: Database, made_at: datetime, afterwords: Sequence[Afterword]) -> int:
        """Erase whoever erased themselves since the copy was made, in the way that they chose."""
        since: dict[bytes, Erasure] = {}
        for one in afterwords:
            self._check_secret(one)
            since |= {erased.mark: erased for erased in one.erasures if erased.erased_at >= made_at - SAME_MOMENT}
        if not since or self.secret is None:
            return 0
        erased = await self._found(database, since)
        service = People(database, self.clock, self.secret)
        for telegram_id, erasure in erased:
            await service.forget(await service.recognise(telegram_id, None), withdraw=erasure.withdraw)
        return len(erased)

    async def _found(self, database: Database, since: dict[bytes, Erasure]) -> list[tuple[int, Erasure]]:
        """Find who of the copy erased themselves; who came back afterwards is not in the copy as they are now."""
        assert self.secret is not None
        async with database.read() as connection:
            numbers = await people.numbers(connection)
        marked = ((number, since.get(mark_of(self.secret, number))) for number in numbers)
        return [(number, erasure) for number, erasure in marked if erasure is not None]

    def _check_secret(self, said: Afterword) -> None:
        """Errors: `Unavailable` when nobody could be found: another secret than that with which they were marked."""
        now = fingerprint_of(self.secret) if self.secret is not None else None
        if said.erasures and said.secret != now:
            raise Unavailable("backups.other_secret")

    async def _cancel(self, database: Database, key: int) -> None:
        assert self.cancel_because is not None
        await Rounds(database, self.clock, self.timezone).end(OPERATOR, key, EndingKind.CANCELLED, self.cancel_because)


def _workplace(into: str) -> Path | None:
    """Where the copy is made ready: beside the file that it becomes; None for the system's own place."""
    kind, _, place = into.partition(":///")
    if not kind.startswith("sqlite"):
        return None
    folder = Path(place).parent
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{PREFIX}*"):  # by a restore that was killed
        shutil.rmtree(left)
    return folder


def _opened(file: Path, folder: Path) -> Path:
    """Make a plain database of a copy, and leave the copy as it is."""
    check_room(folder, 2 * file.stat().st_size)
    half = folder / "viche.sqlite3"
    shutil.copyfile(file, half)
    half.chmod(0o600)
    unseal(half)
    return half
