"""Processes that share a PostgreSQL: each holds a lock of its own for as long as it lives, one holds the lead.

The locks are of a session, which ends with its process: nobody has to find out by silence who is dead.
"""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from typing import Any

import asyncpg
import structlog
from sqlalchemy import URL

from bot.domain.errors import Unavailable
from bot.storage.postgres import CONNECT_S, Server
from bot.storage.presence import new_number, new_pulse
from bot.storage.troubles import plain_errors
from bot.storage.updates import CALL

log = structlog.get_logger()

LOOK_S = 1.0
"""How often whoever does not lead looks whether nobody does."""

HEAD_START_S = 5.0
"""After the server was away all come back first, before anybody takes what another one had."""

SHOW_LIFE = "SELECT pg_advisory_lock(8660, $1)"
TAKE_THE_LEAD = "SELECT pg_try_advisory_lock(8659)"
LIVING = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 8660 AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

GONE = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.AdminShutdownError, OSError)


class Member:
    """The presence of a process that shares its work with others."""

    is_shared = True

    def __init__(self, address: URL) -> None:
        self._server = Server(address)
        self._session: asyncpg.Connection | None = None
        self._one_at_a_time = asyncio.Lock()
        self._lost, self._called = asyncio.Event(), asyncio.Event()
        self._leads = False
        self._back_s: float | None = None
        self.number = new_number()
        self.pulse = new_pulse()

    async def join(self) -> None:
        """Show the others that this process lives. Waits until a session of its own that broke off is gone.

        Errors: the driver's.
        """
        self._session = session = await self._server.connect()
        self._lost.clear()
        session.add_termination_listener(lambda _: self._lost.set())
        await session.execute(SHOW_LIFE, self.number)
        await session.add_listener(CALL, self._hear)

    async def living(self) -> Collection[int] | None:
        if self._lost.is_set() or self._is_just_back():
            return None
        found = await self._ask(lambda session: session.fetch(LIVING))
        return {row[0] for row in found} if found else None

    async def lead(self) -> None:
        is_told = False
        while not await self._take_the_lead():
            if not is_told:
                log.info("another process leads; this one answers people and stands by")
            is_told = True
            await asyncio.sleep(LOOK_S)
        log.info("this process leads: it sends, keeps time and fetches")

    async def called(self, within_s: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._called.wait(), within_s)
        self._called.clear()

    async def run(self) -> None:
        while True:
            self.pulse.rest()
            await self._lost.wait()
            self.pulse.beat()
            self._break_off()
            with plain_errors():
                await self.join()
            self._back_s = asyncio.get_running_loop().time()
            self._called.set()
            if self._leads and not await self._take_the_lead() and not self._lost.is_set():
                raise Unavailable("database.place_lost")

    async def leave(self) -> None:
        """Let the others know that this process is gone."""
        if self._session is not None and not self._session.is_closed():
            await self._session.close(timeout=CONNECT_S)

    def _break_off(self) -> None:
        if self._session is not None and not self._session.is_closed():
            self._session.terminate()

    async def _take_the_lead(self) -> bool:
        if not self._leads and self._is_just_back():
            return False
        if await self._ask(lambda session: session.fetchval(TAKE_THE_LEAD)):
            self._leads = True
            return True
        return False

    async def _ask(self, question: Any) -> Any:
        """Ask the server; None when it went away."""
        assert self._session is not None, "join() comes first"
        try:
            async with self._one_at_a_time:
                return await question(self._session)
        except GONE:
            self._lost.set()
            return None

    def _is_just_back(self) -> bool:
        now_s = asyncio.get_running_loop().time()
        return self._back_s is not None and now_s - self._back_s < HEAD_START_S

    def _hear(self, *_: Any) -> None:
        self._called.set()
