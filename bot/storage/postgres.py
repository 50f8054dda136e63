"""PostgreSQL's manners: how its server is reached, waited for, and made to keep what SQLite keeps."""

import asyncio
import logging
import os
import socket
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import asyncpg
import structlog
from sqlalchemy import URL, Connection, Table, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from bot import __version__
from bot.storage.schema import OPEN, ballots, codes, confirmations, open_updates, phones, round_keys, updates, voters
from bot.storage.writers import Call, Writer, in_a_savepoint

log = structlog.get_logger()

N_READERS = 8
CONNECT_S = 10.0
PATIENCE_S, PAUSE_S = 30.0, 0.25
"""How long a server that is being restarted is waited for, and how often it is tried."""

SESSION = {
    "application_name": f"viche {__version__} {socket.gethostname()[:24]}:{os.getpid()}",
    "timezone": "UTC",
    "jit": "off",
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
"""A machine that lost its power mid-write keeps the others waiting for half a minute, not for ever."""

READING = {**SESSION, "default_transaction_read_only": "on"}

TAKE_TURN = text("SELECT pg_current_xact_id()::text, pg_advisory_xact_lock(8658)")
WHAT_BECAME = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")

SECRET = (ballots, voters, codes, phones, confirmations, round_keys)
"""Tables in which neither the order of rows nor the transaction that wrote them may tell who voted how."""

IN_THE_WAY_S = 2
"""How long a table that is to be written anew waits for who reads it, such as a backup; all others wait behind."""

open_updates.dialect_options["postgresql"]["where"] = OPEN

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)


class PatientPool(AsyncAdaptedQueuePool):
    """Makes a connection anew that ended while it was made ready: whoever waits for one hears of none that fails."""

    def _create_connection(self) -> ConnectionPoolEntry:
        try:
            return super()._create_connection()
        except (DBAPIError, asyncpg.InterfaceError, asyncpg.InternalClientError, *AWAY):
            return super()._create_connection()


# SQLAlchemy keeps its own pools quiet; one from here has its logger among ours, and would tell of every connection.
logging.getLogger(f"{__name__}.{PatientPool.__name__}").setLevel(logging.WARNING)


class Server:
    """Where connections come from. Nobody waits for a server that has not been reached before: its address is wrong."""

    def __init__(self, address: URL) -> None:
        self._address = address.set(drivername="postgresql").render_as_string(hide_password=False)
        self._patience_s = 0.0

    def writer(self) -> "ServerWriter":
        return ServerWriter(self._engine(SESSION, pool_size=1))

    def readers(self) -> AsyncEngine:
        return self._engine(READING, pool_size=N_READERS, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True)

    def _engine(self, session: Mapping[str, str], **options: Any) -> AsyncEngine:
        made = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=partial(self.connect, session),
            poolclass=PatientPool,
            hide_parameters=True,
            max_overflow=0,
            **options,
        )
        event.listen(made.sync_engine, "before_cursor_execute", leave_out_nul, retval=True)
        event.listen(made.sync_engine, "checkout", _look_whether_it_lives)
        return made

    async def connect(self, session: Mapping[str, str] = SESSION) -> asyncpg.Connection:
        """Connect; a server that was there before is waited for."""
        clock = asyncio.get_running_loop().time
        began, is_told = clock(), False
        while True:
            try:
                connection = await asyncpg.connect(self._address, timeout=CONNECT_S, server_settings=dict(session))
            except AWAY as error:
                if clock() >= began + self._patience_s:
                    raise
                if not is_told:
                    log.warning("the database server does not answer and is waited for", said=str(error))
                is_told = True
                await asyncio.sleep(PAUSE_S)
            else:
                self._patience_s = PATIENCE_S
                return connection


class ServerWriter(Writer):
    """Writes over a network. All processes take turns, so that there is one writer here as well.

    So what a unit of work has read stays true until its commit, and rows come in the order of their numbers.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, calls: Sequence[Call]) -> list[Any]:
        try:
            return await self._run(calls)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        # The server went away midway, so nothing of it is kept. Connecting anew waits until it is back.
        return await self._run(calls)

    async def _run(self, calls: Sequence[Call]) -> list[Any]:
        async with self._engine.connect() as connection:
            number, _ = (await connection.execute(TAKE_TURN)).one()
            results = [await in_a_savepoint(connection, work, items) for work, items in calls]
            try:
                await connection.commit()
            except DBAPIError as error:
                if not error.connection_invalidated or not await self._was_committed(number):
                    raise
        return results

    async def _was_committed(self, number: str) -> bool:
        """Ask what became of a transaction whose commit was not answered."""
        while True:
            async with self._engine.connect() as connection:
                became: str | None = await connection.scalar(WHAT_BECAME, {"number": number})
            if became != "in progress":
                return became == "committed"
            await asyncio.sleep(PAUSE_S)

    async def rebuild(self) -> None:
        """Write what is secret anew: by one transaction, in the order of keys, without what was deleted."""

        async def rewrite(connection: AsyncConnection, _: Sequence[None]) -> None:
            for table in SECRET:
                key = table.primary_key.columns[0]
                await connection.execute(table.update().values({key: key}))

        await self.run([(rewrite, [None])])
        # Updates carried the taps.
        for table in (*SECRET, updates):
            await self.run([(_put_in_order, [table])])

    async def scrub(self) -> None:
        try:
            await self.run([(_put_in_order, [round_keys])])
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != asyncpg.LockNotAvailableError.sqlstate:
                raise
            log.warning("the keys of rounds are read by somebody: what was deleted leaves the server's files later")

    async def close(self) -> None:
        await self._engine.dispose()


async def _put_in_order(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    """Leave a table's rows in the order of their keys, and nothing of those that were deleted.

    One at a time in a transaction: whoever reads two tables at once would hold one, and wait for the other for ever.
    """
    [table] = tables
    await connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{IN_THE_WAY_S}s'")
    await connection.exec_driver_sql(f"CLUSTER {table.name} USING {table.name}_pkey")


def _look_whether_it_lives(connection: Any, _: Any, __: Any) -> None:
    """Let the pool make a new connection for one that the server has closed."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def leave_out_nul(_: Connection, __: Any, statement: str, parameters: Any, ___: Any, is_many: bool) -> tuple[str, Any]:
    """Write and look for texts without the sign that PostgreSQL's texts cannot hold."""
    if is_many:
        return statement, [_without_nul(row) for row in parameters]
    return statement, _without_nul(parameters)


def _without_nul(row: Any) -> Any:
    if any(isinstance(value, str) and "\0" in value for value in row):
        return tuple(value.replace("\0", "") if isinstance(value, str) else value for value in row)
    return row
