"""Notice what other processes changed of what this one keeps in memory: documents, words, what was taught, gaps."""

import asyncio
from typing import Any

import structlog

from bot.domain.errors import Unavailable
from bot.services.answers import Answers
from bot.services.entries import Entries
from bot.services.gaps import Gaps
from bot.storage import knowledge
from bot.storage.database import Database
from bot.vitals import Pulse

log = structlog.get_logger()

EVERY_S = 3.0
PATIENCE_S = 300.0
"""An index of many documents takes a minute to build."""


class KeepingUp:
    """A command of the operator's is such a process too: what it publishes is answered within seconds."""

    def __init__(self, database: Database, entries: Entries, gaps: Gaps, answers: Answers) -> None:
        self._database = database
        self._entries = entries
        self._gaps = gaps
        self._answers = answers
        self._seen: Any = None
        self.pulse = Pulse("knowledge", PATIENCE_S)

    async def run(self) -> None:
        """Look every few seconds, for ever."""
        while True:
            try:
                await self.look()
            except Unavailable as error:
                log.error("changes cannot be noticed: the database cannot be used", reason=error.key)
            except Exception:
                log.exception("changes could not be taken up and will be tried again")
            self.pulse.beat()
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Look once. Errors: `Unavailable`."""
        await self._gaps.catch_up()
        async with self._database.read() as connection:
            now = await knowledge.state(connection)
        if self._seen is not None and now != self._seen:
            if self._entries.is_renewing:
                return
            await self._answers.load()
        self._seen = now
