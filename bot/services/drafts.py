"""Keep what a resident writes for the hromada until it is sent: a restart loses none of it."""

from dataclasses import dataclass

from bot.domain.errors import NotFound
from bot.domain.feedback import Draft
from bot.domain.flows import FLOW_LASTS
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.time import Clock
from bot.storage import drafts
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft; `is_fresh` as long as its author may be taken to be still at it."""

    draft: Draft
    is_fresh: bool


class Drafts:
    """Errors of every method: `NotAllowed` for who did not agree to be kept."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, actor: Actor) -> Kept | None:
        async with self._database.read() as connection:
            found = await drafts.find(connection, agreed(actor))
        return Kept(found[0], self._clock() - found[1] < FLOW_LASTS) if found else None

    async def open(self, actor: Actor) -> Draft:
        """Return the draft.

        Errors: `NotFound` when it was sent or dropped.
        """
        kept = await self.find(actor)
        if kept is None:
            raise NotFound("feedback.draft_gone")
        return kept.draft

    async def keep(self, actor: Actor, draft: Draft) -> Draft:
        require(actor, Action.SEND_FEEDBACK)
        person, now = agreed(actor), self._clock()
        await self._database.write(lambda connection: drafts.keep(connection, person, draft, now))
        return draft

    async def drop(self, actor: Actor) -> None:
        person = agreed(actor)
        await self._database.write(lambda connection: drafts.drop(connection, person))
