"""Keep what a resident writes for the hromada until it is sent: a restart loses none of it."""

from bot.domain.errors import NotFound
from bot.domain.feedback import Draft
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.time import Clock
from bot.storage import drafts
from bot.storage.database import Database


class Drafts:
    """Errors of every method: `NotAllowed` for who did not agree to be kept."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, actor: Actor) -> Draft | None:
        async with self._database.read() as connection:
            return await drafts.find(connection, agreed(actor))

    async def open(self, actor: Actor) -> Draft:
        """Return the draft.

        Errors: `NotFound` when it was sent or dropped.
        """
        draft = await self.find(actor)
        if draft is None:
            raise NotFound("feedback.draft_gone")
        return draft

    async def keep(self, actor: Actor, draft: Draft) -> Draft:
        require(actor, Action.SEND_FEEDBACK)
        person, now = agreed(actor), self._clock()
        await self._database.write(lambda connection: drafts.keep(connection, person, draft, now))
        return draft

    async def drop(self, actor: Actor) -> None:
        person = agreed(actor)
        await self._database.write(lambda connection: drafts.drop(connection, person))
