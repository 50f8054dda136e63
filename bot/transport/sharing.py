"""Take up what was stored and nobody works on: at the start, and, among several processes, all the time."""

import json
from collections.abc import Collection
from functools import partial

import structlog

from bot.services.forever import keep_at
from bot.storage import updates
from bot.storage.database import Connection, Database
from bot.storage.presence import Presence
from bot.storage.updates import StoredUpdate
from bot.transport.workers import ATTEMPTS, Workers
from bot.vitals import Pulse

log = structlog.get_logger()

EVERY_S = 1.0
AT_ONCE = 500
"""Most that one process takes before the others have their chance."""

PATIENCE_S = 120.0


class Sharing:
    """Takes what ended processes left over, and what others left to this one because it serves the sender."""

    def __init__(self, database: Database, workers: Workers, presence: Presence) -> None:
        self._database = database
        self._workers = workers
        self._presence = presence
        self.pulse = Pulse("sharing", PATIENCE_S)

    async def recover(self) -> None:
        """Take everything that is free, as the workers get through it."""
        while await self.look() == AT_ONCE:
            if self._workers.is_full:
                await self._workers.idle()

    async def run(self) -> None:
        """Look when another process calls, else each second, for ever."""
        await keep_at(self.recover, self.pulse, partial(self._presence.called, EVERY_S))

    async def look(self) -> int:
        """Take the oldest that are free; return how many. Errors: `Unavailable`."""
        living = await self._presence.living()
        if living is None:
            await self._let_go()
            return 0
        me = self._presence.number
        async with self._database.read() as connection:
            if not await updates.any_free(connection, me, living):
                return 0
        n_aside, found = await self._database.write(partial(_take, me=me, living=living))
        if n_aside:
            log.error("updates were set aside: work on each began several times and never ended", n_updates=n_aside)
        if n_left_over := sum(one.owner is not None for one in found):
            log.info("taking up stored updates", n_updates=n_left_over)
        for one in found:
            self._workers.add(one.update_id, one.sender, json.loads(one.payload), again=one.owner is not None)
        return len(found)

    async def _let_go(self) -> None:
        """Work no more on what others took because they could not see this process."""
        held = self._workers.held
        async with self._database.read() as connection:
            mine = await updates.owned(connection, self._presence.number)
        if gone := held - mine:
            log.warning("other processes took over what waited here", n_updates=self._workers.drop(gone))


async def _take(connection: Connection, me: int, living: Collection[int]) -> tuple[int, list[StoredUpdate]]:
    return await updates.set_aside(connection, ATTEMPTS, living), await updates.take(connection, me, living, AT_ONCE)
