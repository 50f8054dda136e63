"""What is kept only for a time is deleted when that is over."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.domain.broadcasts import ENDED
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.terms import OF_VOTES, Terms
from bot.domain.time import Clock
from bot.services.forever import keep_at
from bot.storage import broadcasts, deliveries, over
from bot.storage.database import Connection, Database
from bot.vitals import Pulse

EVERY_S = 600.0
"""Also how long what is erased from the database may still stand in SQLite's write-ahead log."""

PATIENCE_S = 3 * EVERY_S

BATCH = 500
"""Rows in one write: whoever wants to write something else waits for no more than these."""


SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Leaving:
    """How many rows of one kind go soon. Shapes: `kind` is a name in `Terms`."""

    kind: str
    term: timedelta
    n_rows: int


class Retention:
    def __init__(self, database: Database, clock: Clock, terms: Terms) -> None:
        self._database = database
        self._clock = clock
        self.terms = terms
        self.pulse = Pulse("retention", PATIENCE_S)

    async def leaving(self, actor: Actor) -> list[Leaving]:
        """Say how much of each kind will be over within `SOON`, if nothing happens to it meanwhile."""
        require(actor, Action.MANAGE_DATA)
        then, n_rows = self._clock() + SOON, Counter[str]()
        async with self._database.read() as connection:
            for one in over.everything(self.terms, then):
                if one.kind:
                    n_rows[one.kind] += await over.count(connection, one)
            told = await broadcasts.to_forget(connection, then - self.terms.notices, then - OF_VOTES)
            n_rows["notices"] += await deliveries.count_of(connection, told)
        return [Leaving(kind.name, getattr(self.terms, kind.name), n_rows[kind.name]) for kind in fields(Terms)]

    async def sweep(self) -> None:
        """Delete what is over, in writes so small that nobody's answer waits for them."""
        now = self._clock()
        for kind in over.everything(self.terms, now):
            await self._let_go(kind)
        await self._forget_deliveries(now)
        await self._database.scrub()

    async def _let_go(self, kind: over.Over) -> None:
        """Go on until nothing is found: with the last of what was merged goes what it was merged into."""
        while keys := await self._found(kind):
            await self._database.write(partial(over.let_go, over=kind, keys=keys))

    async def _found(self, kind: over.Over) -> Sequence[Any]:
        async with self._database.read() as connection:
            return await over.find(connection, kind, BATCH)

    async def _forget_deliveries(self, now: datetime) -> None:
        """Forget whom broadcasts reached that ended long ago; how many it was is kept."""
        async with self._database.read() as connection:
            keys = await broadcasts.to_forget(connection, now - self.terms.notices, now - OF_VOTES)
        for key in keys:
            await self._database.write(partial(_keep_outcome, key=key))
            while await self._database.write(partial(deliveries.forget, key=key)):
                pass

    async def run(self) -> None:
        """Sweep now and every ten minutes."""
        await keep_at(self.sweep, self.pulse, partial(asyncio.sleep, EVERY_S))


async def _keep_outcome(connection: Connection, key: int) -> None:
    tally = await deliveries.tally(connection, key)
    found = await broadcasts.find(connection, key)
    assert found is not None, "a broadcast that ended is kept"
    await broadcasts.keep(connection, replace(found, audience=found.audience.without_people()))
    await broadcasts.change(connection, key, ENDED, outcome=tally.written())
