"""Seconds and size of a copy of a hromada with many residents, beside SQLite's own ways; and of moving it."""

import asyncio
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.storage.backups import back_up, verify
from bot.storage.copying import copy_database
from tests.bench.tables import show
from tests.support.residents import settle

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def bench(*, quick: bool) -> None:
    n_people = 10_000 if quick else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "viche.sqlite3"
        settle(path, n_people)
        url = f"sqlite:///{path}"
        bare = _seconds(lambda: shutil.copyfile(path, folder / "plain"))
        own = _seconds(lambda: _sqlite_backup(path, folder / "own"))
        made = _seconds(lambda: back_up(url, folder, NOW, folder / "copy"))
        checked = _seconds(lambda: verify(folder / "copy"))
        moved = _seconds(lambda: asyncio.run(copy_database(url, f"sqlite:///{folder / 'moved'}")))
        size, copied = path.stat().st_size / 2**20, (folder / "copy").stat().st_size / 2**20
        n_rows = verify(folder / "copy").n_rows
    rows = [
        ("a plain copy of the file", f"{bare:.2f} s", f"{bare / own:.2f}"),
        ("sqlite3's backup", f"{own:.2f} s", "1.0"),
        ("backup, sealed and verified", f"{made:.2f} s", f"{made / own:.1f}"),
        ("verify", f"{checked:.2f} s", f"{checked / own:.1f}"),
        ("move into another file, compared", f"{moved:.2f} s", f"{moved / own:.1f}"),
        ("size on disk", f"{size:.0f} MB", ""),
        ("size of the copy", f"{copied:.0f} MB", f"{copied / size:.2f} of the database"),
    ]
    show(f"Copies: {n_people} residents, {n_rows} rows", ("", "once", "ratio to sqlite3's backup"), rows)


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _sqlite_backup(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
