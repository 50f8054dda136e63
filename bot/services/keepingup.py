"""Notice what other processes changed of what this one keeps in memory: documents, words, what was taught, gaps."""

import asyncio
from functools import partial
from typing import Any

from bot.services.answers import Answers
from bot.services.entries import Entries
from bot.services.forever import keep_at
from bot.services.gaps import Gaps
from bot.storage import knowledge
from bot.storage.database import Database
from bot.vitals import Pulse

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
        await keep_at(self.look, self.pulse, partial(asyncio.sleep, EVERY_S))

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
