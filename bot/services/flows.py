"""Ask a person something and remember what was asked, so that a restart loses neither question nor answer."""

from dataclasses import replace
from typing import Any

from bot.domain.flows import FLOW_LASTS, Flow
from bot.domain.people import Actor
from bot.domain.permissions import agreed
from bot.domain.time import Clock
from bot.services.people import People
from bot.storage import flows
from bot.storage.database import Database


class Flows:
    """At most one question is open for a person: `Actor.flow`."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    async def open(self, actor: Actor, kind: str, **data: Any) -> Actor:
        """Wait for an answer in words; what was asked before is dropped.

        Errors: `NotAllowed` for who did not agree to be kept.
        """
        person = agreed(actor)
        flow = Flow(kind, self._clock() + FLOW_LASTS, data)
        await self._database.write(lambda connection: flows.open_(connection, person, flow))
        return self._people.remember(replace(actor, flow=flow))

    async def close(self, actor: Actor) -> Actor:
        """Wait no longer."""
        if actor.flow is None or actor.id is None:
            return actor
        person = actor.id
        await self._database.write(lambda connection: flows.close(connection, person))
        return self._people.remember(replace(actor, flow=None))
