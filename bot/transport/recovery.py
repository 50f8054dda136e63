"""At the start: take up what was stored and not worked off."""

import json

import structlog

from bot.storage import updates
from bot.storage.database import Database
from bot.transport.workers import ATTEMPTS, FULL, Workers

log = structlog.get_logger()


async def recover(database: Database, workers: Workers) -> None:
    """Queue every waiting update, oldest first; report what had to be set aside.

    More than the workers' memory holds is queued as they get through it, before anything new is fetched.
    """
    aside = await database.write(lambda connection: updates.set_aside(connection, ATTEMPTS))
    if aside:
        log.error("updates were set aside: work on each began several times and never ended", n_updates=aside)
    last = -1
    while True:
        async with database.read() as connection:
            batch = await updates.waiting(connection, last, FULL)
        if not batch:
            return
        log.info("taking up stored updates", n_updates=len(batch))
        for stored in batch:
            workers.add(stored.update_id, stored.sender, json.loads(stored.payload), again=True)
        last = batch[-1].update_id
        if len(batch) == FULL:
            await workers.idle()
