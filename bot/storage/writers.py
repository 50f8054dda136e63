"""How a batch of writes becomes one transaction: in one go in a thread, or step by step over a network."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import DomainError

T = TypeVar("T")
WorkOnItems = Callable[[AsyncConnection, Sequence[Any]], Awaitable[Any]]
Call = tuple[WorkOnItems, Sequence[Any]]
"""A unit of work and the items it is to write."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands for the result of a call that the rules did not allow."""

    error: DomainError


class Writer(Protocol):
    """How one database is written."""

    async def run(self, calls: Sequence[Call]) -> list[Any]:
        """Do all of them in one transaction, or none; what is refused is undone alone and stands among the results."""

    async def rebuild(self) -> None:
        """Leave no trace of the order in which secret rows came, nor of what was deleted."""

    async def scrub(self) -> None:
        """Leave no trace of the keys of rounds that were deleted."""

    async def close(self) -> None: ...


class SqliteWriter(Writer):
    """Writes to SQLite in a thread of its own, a whole transaction at a time.

    Source: over the asynchronous driver every statement comes back to the event loop three times and waits for
    everybody else each time. Under load a transaction took a second, so that `kill -9` found 200 answers sent and not
    yet noted; in one go it takes milliseconds.
    """

    def __init__(self, address: URL) -> None:
        self.engine = create_engine(address.set(drivername="sqlite"), hide_parameters=True, pool_size=1, max_overflow=0)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite writer")

    async def run(self, calls: Sequence[Call]) -> list[Any]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, calls)

    def _run(self, calls: Sequence[Call]) -> list[Any]:
        with self.engine.begin() as connection:
            direct = cast("AsyncConnection", _Direct(connection))
            return [_done(in_a_savepoint(direct, work, items)) for work, items in calls]

    async def rebuild(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._rebuild)

    def _rebuild(self) -> None:
        with closing(self.engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM")

    async def scrub(self) -> None:
        """Do nothing: SQLite zeroes what is deleted at once (`secure_delete`)."""

    async def close(self) -> None:
        self._thread.shutdown()
        self.engine.dispose()


class _Direct:
    """Looks like an `AsyncConnection`, but has done each call when it returns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, *asked: Any) -> Any:
        return self._connection.execute(*asked)

    async def scalar(self, *asked: Any) -> Any:
        return self._connection.scalar(*asked)

    async def scalars(self, *asked: Any) -> Any:
        return self._connection.scalars(*asked)

    async def exec_driver_sql(self, statement: str) -> Any:
        return self._connection.exec_driver_sql(statement)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        return work(self._connection)


async def in_a_savepoint(connection: AsyncConnection, work: WorkOnItems, items: Sequence[Any]) -> Any:
    """Do one call; a refusal undoes what it wrote and nothing else."""
    await connection.exec_driver_sql("SAVEPOINT one_call")
    try:
        done: Any = await work(connection, items)
    except DomainError as refusal:
        done = Refused(refusal)
        await connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_call")
    await connection.exec_driver_sql("RELEASE SAVEPOINT one_call")
    return done


def _done(work: Awaitable[T]) -> T:
    """Run a coroutine that never has to wait."""
    try:
        next(work.__await__())
    except StopIteration as end:
        return cast("T", end.value)
    raise RuntimeError("a write waits for something else than its connection")
