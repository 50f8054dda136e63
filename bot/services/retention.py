"""What is kept only for a time is deleted when that is over."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.domain.broadcastfiles import KEEP as KEEP_FILES
from bot.domain.broadcasts import ENDED
from bot.domain.errors import Unavailable
from bot.domain.feedback import DRAFT_LASTS
from bot.domain.time import Clock
from bot.services.noticequeue import KEEP
from bot.storage import (
    broadcastfiles,
    broadcasts,
    deliveries,
    drafts,
    flows,
    letters,
    notices,
    people,
    restrictions,
    sessions,
    updates,
    uploads,
)
from bot.storage.database import Connection, Database

log = structlog.get_logger()

UPDATE_IDS = timedelta(days=3)
"""Telegram repeats an update for a day at most; three days also cover a clock that was set wrong."""

EVERY_S = 600.0
"""Also how long what is erased from the database may still stand in SQLite's write-ahead log."""


OF_VOTES = timedelta(days=2)
"""How long it is known whom a broadcast reached that went to those who voted, or to those who did not: as long as its
messages can be deleted."""


class Retention:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def sweep(self) -> None:
        """Delete finished updates, those set aside, old drafts and files, and what conversations left that are over."""
        now = self._clock()

        async def delete(connection: Connection) -> None:
            await updates.prune(connection, now - UPDATE_IDS)
            await people.forget_subjects(connection, now)
            await flows.prune(connection, now)
            await drafts.prune(connection, now - DRAFT_LASTS)
            await restrictions.prune(connection, now)
            await sessions.prune(connection, now)
            await notices.prune(connection, now, KEEP)
            await uploads.prune(connection, now)
            await broadcastfiles.prune(connection, now - KEEP_FILES)
            await letters.prune(connection, now, KEEP)

        await self._database.write(delete)
        await self._forget_deliveries(now)
        await self._database.scrub()

    async def _forget_deliveries(self, now: datetime) -> None:
        """Forget whom broadcasts reached that ended long ago; how many it was is kept."""
        async with self._database.read() as connection:
            keys = await broadcasts.to_forget(connection, now - KEEP, now - OF_VOTES)
        for key in keys:
            await self._database.write(partial(_keep_outcome, key=key))
            while await self._database.write(partial(deliveries.forget, key=key)):
                pass

    async def run(self) -> None:
        """Sweep now and every ten minutes."""
        while True:
            try:
                await self.sweep()
            except Unavailable as error:
                log.error("old rows could not be deleted, trying again in ten minutes", reason=error.key)
            await asyncio.sleep(EVERY_S)


async def _keep_outcome(connection: Connection, key: int) -> None:
    tally = await deliveries.tally(connection, key)
    await broadcasts.change(connection, key, ENDED, outcome=tally.written())
