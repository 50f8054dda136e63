"""One writer with group commit, many readers; the manners of each database are set here and nowhere else."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import aiosqlite
import structlog
from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import Unavailable
from bot.storage.troubles import plain_errors
from bot.storage.writers import Refused, SqliteWriter, Writer
from bot.vitals import Pulse, Timing

log = structlog.get_logger()

T = TypeVar("T")
Item = TypeVar("Item")
Connection = AsyncConnection
"""What a unit of work is given; the only name of the driver's that leaves this package."""

Work = Callable[[Connection], Awaitable[T]]
WorkOnMany = Callable[[Connection, Sequence[Item]], Awaitable[T]]
Job = tuple[WorkOnMany[Any, Any], Any, asyncio.Future[Any]]

BATCH = 500
"""Most writes that share one commit."""

BUSY_TIMEOUT_MS = 5000
SCRUB_TRIES, SCRUB_PAUSE_S = 100, 0.05
N_READERS = 4
PATIENCE_S = 60.0


class Database:
    """Reads run side by side; writes go through one task, which commits all that wait together.

    Shapes: `url` is an SQLAlchemy URL with an asynchronous driver; `is_shared` says that other processes serve, too.
    Errors: `Unavailable` when the database cannot be opened, read or written; its key says what to do.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._is_sqlite = address.get_backend_name() == "sqlite"
        self.is_shared = not self._is_sqlite
        self._readers, self._work = _sqlite(address) if self._is_sqlite else _server(address)
        self._waiting: asyncio.Queue[Job] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None
        self.pulse = Pulse("writer", PATIENCE_S)
        self.batches, self.n_writes = Timing(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3), 0

    async def open(self) -> None:
        """Connect, so that a database that cannot be used is known at the start."""
        with plain_errors():
            await self._work.run([(lambda connection, _: connection.exec_driver_sql("SELECT 1"), [None])])
        self._writer = asyncio.create_task(self._write_forever(), name="database writer")
        self._writer.add_done_callback(self._fail_what_waits)
        self.pulse.tasks.append(self._writer)
        self.pulse.rest()

    async def close(self) -> None:
        """Finish what waits, then disconnect. Closing twice is fine."""
        if self._writer:
            if not self._writer.done():
                await self._waiting.join()
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
            self._writer = None
        await self._readers.dispose()
        await self._work.close()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        with plain_errors():
            async with self._readers.connect() as connection:
                yield connection

    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction and return its result once it is on disk.

        `work` may be run twice: when one of the writes that share a commit fails, each is run again by itself.
        So it touches nothing but its connection, which may be used in another thread.
        """
        return await self.write_with_others(lambda connection, _: work(connection), None)

    async def write_with_others(self, work: WorkOnMany[Item, T], item: Item) -> T:
        """Like `write`, for what comes often: `work` gets the items of all who wait, and its result is everybody's."""
        return await self._queue(work, item)

    def write_soon(self, work: WorkOnMany[Item, T], item: Item) -> None:
        """Queue a write with others that nobody waits for; should it fail, the log says so."""
        self._queue(work, item).add_done_callback(_tell)

    def _queue(self, work: WorkOnMany[Item, T], item: Item) -> asyncio.Future[T]:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((work, item, done))
        if self._writer and self._writer.done():
            self._fail_what_waits(self._writer)
        return done

    def _fail_what_waits(self, _: asyncio.Task[None]) -> None:
        """Let nobody wait for a writer that ended."""
        while not self._waiting.empty():
            self._give_up([self._waiting.get_nowait()])

    def _give_up(self, batch: list[Job]) -> None:
        """Let nobody wait for writes that were broken off, nor `close` for their end."""
        for _, _, done in batch:
            if not done.done():
                done.set_exception(Unavailable("database.stopped"))
                done.exception()  # whoever asked may be gone already
            self._waiting.task_done()

    async def rebuild(self) -> None:
        """Write SQLite's file or a server's secret tables anew, in the order of keys; leave no trace of the old ones.

        SQLite moves rows between pages and leaves copies that nobody deletes; where rows lie tells in which order they
        came. Others' writes wait meanwhile.
        """
        with plain_errors():
            await self._work.rebuild()
        await self.scrub()

    async def scrub(self) -> None:
        """Leave no trace of the keys of rounds that were deleted; in SQLite's write-ahead log, of anything that was.

        SQLite refuses at once while the log is being emptied already, perhaps of less than this.
        """
        with plain_errors():
            await self._work.scrub()
        for _ in range(SCRUB_TRIES if self._is_sqlite else 0):
            async with self.read() as connection:
                is_busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
            if not is_busy:
                return
            await asyncio.sleep(SCRUB_PAUSE_S)

    async def _write_forever(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            self.pulse.beat()
            began_s = monotonic()
            try:
                await self._commit(batch)
            finally:
                self._give_up(batch)
            self.batches.note(monotonic() - began_s)
            self.n_writes += len(batch)
            if self._waiting.empty():
                self.pulse.rest()

    async def _commit(self, batch: list[Job]) -> None:
        """Commit the batch as one transaction, or, if anything in it fails, each write by itself.

        What shares a `work` is done in one call, when the first of it would have been done.
        """
        calls: dict[WorkOnMany[Any, Any], tuple[list[Any], list[asyncio.Future[Any]]]] = {}
        for work, item, done in batch:
            items, waiting = calls.setdefault(work, ([], []))
            items.append(item)
            waiting.append(done)
        try:
            with plain_errors():
                results = await self._work.run([(work, items) for work, (items, _) in calls.items()])
        except Exception as error:  # noqa: BLE001  (handed to whoever asked for the write)
            if len(batch) == 1:
                _settle(batch[0][2], error=error)
                return
            for job in batch:
                await self._commit([job])
        else:
            for (_, waiting), result in zip(calls.values(), results, strict=True):
                refusal = result.error if isinstance(result, Refused) else None
                for done in waiting:
                    _settle(done, result=result, error=refusal)


def _settle(done: asyncio.Future[Any], *, result: Any = None, error: BaseException | None = None) -> None:
    if done.cancelled():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)


def _tell(done: asyncio.Future[Any]) -> None:
    if not done.cancelled() and (error := done.exception()):
        log.error("a write failed", error=str(error))


def _sqlite(address: URL) -> tuple[AsyncEngine, Writer]:
    if address.database:
        with plain_errors():
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    readers = create_async_engine(
        address,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        skip_autocommit_rollback=True,
        pool_size=N_READERS,
        max_overflow=0,
        pool_reset_on_return=None,
        connect_args={"async_creator_fn": _open_to_the_end},
    )
    writer = SqliteWriter(address)
    _teach_sqlite(readers.sync_engine, "PRAGMA query_only=ON")
    _teach_sqlite(writer.engine, "PRAGMA secure_delete=ON")
    event.listen(writer.engine, "begin", _begin_immediate)
    return readers, writer


async def _open_to_the_end(*where: Any, **how: Any) -> aiosqlite.Connection:
    """Open a connection to SQLite. Who gives up meanwhile waits for it: its thread must not outlive the event loop."""
    connection = aiosqlite.connect(*where, **how)
    connection._thread.daemon = True  # noqa: SLF001  (as SQLAlchemy does: what is left open does not keep Python)
    opening = asyncio.ensure_future(connection)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(sqlite3.Error):
            await (await opening).close()
        raise


def _server(address: URL) -> tuple[AsyncEngine, Writer]:
    from bot.storage.postgres import Server  # noqa: PLC0415  (5 MB that SQLite does without)

    server = Server(address)
    return server.readers(), server.writer()


def _teach_sqlite(engine: Engine, *pragmas: str) -> None:
    """Set on every new connection what SQLite does not keep in the file."""

    def on_connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        for pragma in ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", *pragmas):
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine, "connect", on_connect)


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: a lock taken midway cannot wait for its turn."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
