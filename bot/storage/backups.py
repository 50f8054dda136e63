"""Copies of the database: one complete SQLite file each, whatever database runs, sealed with what it holds."""

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import make_url

from bot.domain.backups import name_of
from bot.domain.errors import Unavailable
from bot.storage.migrate import REVISIONS

log = structlog.get_logger()

LEFT_OUT = ("updates", "sessions", "entry_links", "invitations")
"""Of no use after a restore: messages being answered, browsers that are in, links that were sent."""

SEAL = "viche_backup"
STALE_S = 6 * 3600
"""A half-written copy that is as old belongs to nobody any more."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a copy holds: rows and SHA-256 of each table, the schema among them as `sqlite_master`."""

    made_at: datetime
    revision: str
    tables: dict[str, tuple[int, str]]

    @property
    def n_rows(self) -> int:
        """The rows that a restore brings: those of SQLite and of Alembic themselves are made anew."""
        own = (name for name in self.tables if not name.startswith(("sqlite_", "alembic_")))
        return sum(self.tables[name][0] for name in own)


def back_up(url: str, folder: Path, now: datetime, target: Path | None = None) -> Path:
    """Write a consistent copy while the bot runs, verify it, and only then give it its name; return the file.

    Errors: `Unavailable` for no room, a name that is taken, a database that cannot be read; `OSError` for a folder
    that cannot be written.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _keep(Path(address.database or ""), folder, now, target)
    return _keep_server(url, target or folder / name_of(now, REVISIONS[-1]), now, REVISIONS[-1])


def back_up_before_update(url: str, folder: Path, now: datetime, revision: str) -> None:
    """Keep a database as it was before its schema, that of `revision`, is changed.

    Errors: as `back_up`.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        copy = _keep(Path(address.database or ""), folder, now, None, before_update=True)
    else:
        copy = _keep_server(url, folder / name_of(now, revision, before_update=True), now, revision)
    log.warning("the database is brought up to date; a copy was kept", schema=revision, copy=str(copy))


def _keep_server(url: str, target: Path, now: datetime, revision: str) -> Path:
    from bot.storage.copying import copy_database  # noqa: PLC0415  (SQLite is copied by itself)

    with new_file(target) as half:
        asyncio.run(copy_database(url, f"sqlite:///{half}", revision=revision))
        seal(half, now)
        verify(half)
    return target


def _keep(source: Path, folder: Path, now: datetime, target: Path | None, *, before_update: bool = False) -> Path:
    with _plainly(), closing(connect(source)) as connection:
        revision = _revision(connection)
        target = target or folder / name_of(now, revision, before_update=before_update)
        size = source.stat().st_size
        with new_file(target, size) as half:
            connection.execute("VACUUM INTO ?", (str(half),))
            seal(half, now)
            verify(half)
    return target


def seal(file: Path, now: datetime) -> None:
    """Take out what a copy is not to hold, and write into it what it holds."""
    with closing(connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA secure_delete=ON")
        there = set(_tables(connection))
        connection.execute("BEGIN")
        for name in LEFT_OUT:
            if name in there:
                connection.execute(f"DELETE FROM {name}")  # noqa: S608  (the names are those above)
        if "round_keys" in there:
            connection.execute("UPDATE round_keys SET key = x''")
        said = (now.astimezone(UTC).isoformat(), _revision(connection), json.dumps(_sums(connection)))
        connection.execute(f"CREATE TABLE {SEAL} (made_at TEXT, revision TEXT, tables TEXT)")
        connection.execute(f"INSERT INTO {SEAL} VALUES (?, ?, ?)", said)  # noqa: S608
        connection.execute("COMMIT")


def unseal(file: Path) -> None:
    """Make a plain database of a copy."""
    with closing(connect(file)) as connection:
        connection.execute(f"DROP TABLE {SEAL}")


def verify(file: Path) -> Seal:
    """Read a whole copy and compare it with its seal.

    Errors: `Unavailable`, with one key for each thing that can be wrong with it.
    """
    if not file.is_file():
        raise Unavailable("backups.missing", file=file)
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            return _verify(connection, file)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        is_foreign = "not a database" in str(error)
        raise Unavailable("backups.foreign" if is_foreign else "backups.damaged", file=file, detail=error) from error


def _verify(connection: sqlite3.Connection, file: Path) -> Seal:
    found = [problem for (problem,) in connection.execute("PRAGMA integrity_check(1)") if problem != "ok"]
    if found:
        raise Unavailable("backups.damaged", file=file, detail=found[0].replace("\n", " "))
    if SEAL not in _tables(connection):
        raise Unavailable("backups.foreign", file=file)
    kept = _seal(connection, file)
    if kept.revision not in REVISIONS:
        raise Unavailable("backups.newer", file=file, revision=kept.revision)
    sums = _sums(connection)
    if differing := sorted(name for name in {*sums, *kept.tables} if sums.get(name) != kept.tables.get(name)):
        raise Unavailable("backups.damaged", file=file, detail=f"{differing[0]} is not what it was")
    if loose := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise Unavailable("backups.damaged", file=file, detail=f"a row of {loose[0]} belongs to nothing")
    return kept


def _seal(connection: sqlite3.Connection, file: Path) -> Seal:
    try:
        moment, revision, tables = connection.execute(f"SELECT made_at, revision, tables FROM {SEAL}").fetchone()  # noqa: S608
        sums = {name: (n, digest) for name, (n, digest) in json.loads(tables).items()}
        return Seal(datetime.fromisoformat(moment), revision, sums)
    except (TypeError, ValueError, AttributeError) as error:
        raise Unavailable("backups.damaged", file=file, detail="its seal cannot be read") from error


def _sums(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """Count and hash every table as it lies in the file."""
    asked = {name: f'SELECT * FROM "{name}"' for name in _tables(connection) if name != SEAL}  # noqa: S608
    asked["sqlite_master"] = f"SELECT type, name, sql FROM sqlite_master WHERE name != '{SEAL}'"  # noqa: S608
    connection.text_factory = bytearray  # what need not be UTF-8 any more, and is told from a BLOB
    try:
        return {name: _sum(connection.execute(rows)) for name, rows in asked.items()}
    finally:
        connection.text_factory = str


def _sum(rows: sqlite3.Cursor) -> tuple[int, str]:
    n, digest = 0, hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
        n += 1
    return n, digest.hexdigest()


def _tables(connection: sqlite3.Connection) -> list[str]:
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_stat1'")
    return sorted(name for (name,) in named)


def _revision(connection: sqlite3.Connection) -> str:
    if "alembic_version" not in _tables(connection):
        raise Unavailable("backups.nothing")
    return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def connect(file: Path, busy_s: float = 5.0) -> sqlite3.Connection:
    """Open a file that exists; nothing is made by opening. Units: `busy_s` seconds others may hold it up."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=busy_s, isolation_level=None)


@contextmanager
def new_file(target: Path, size: int = 0) -> Iterator[Path]:
    """Give a file beside the target to be filled; the target comes into being whole, or not at all.

    Units: `size` bytes are needed at least.
    """
    if target.exists() and target.stat().st_size:
        raise Unavailable("backups.exists", file=target)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_room(target.parent, size)
    half = target.with_name(f".{target.name}.half")
    _sweep(target.parent)
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield half
        _put(half, target)
    finally:
        for left in (half, half.with_name(f"{half.name}-journal")):
            left.unlink(missing_ok=True)


def _put(half: Path, target: Path) -> None:
    """Give a finished file its name for good: a power cut afterwards takes nothing away."""
    with half.open("rb+") as written:
        os.fsync(written.fileno())
    half.rename(target)
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def check_room(folder: Path, size: int) -> None:
    """Errors: `Unavailable` when a file of this size and a tenth more does not fit."""
    needed, free = int(size * 1.1), shutil.disk_usage(folder).free
    if needed > free:
        raise Unavailable("backups.no_room", folder=folder, needed=-(-needed // 2**20), free=free // 2**20)


def _sweep(folder: Path) -> None:
    """Delete what copies left that were killed."""
    for half in folder.glob(".*.half*"):
        with suppress(FileNotFoundError):
            if time.time() - half.stat().st_mtime > STALE_S:
                half.unlink()


PLAINLY = {
    "unable to open": "database.cannot_open",
    "is full": "database.disk_full",
    "i/o error": "database.disk_error",
    "locked": "database.locked",
}


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn what SQLite says while it copies into one clear line."""
    try:
        yield
    except sqlite3.Error as error:
        keys = [key for words, key in PLAINLY.items() if words in str(error).lower()]
        raise Unavailable(*keys[:1] or ["database.damaged"], detail=error) from error
