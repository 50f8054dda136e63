"""The audit trail, for who answers for others."""

from dataclasses import dataclass

from bot.domain.audit import Act
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.storage import audit
from bot.storage.database import Database

N_LISTED = 50


@dataclass(frozen=True, slots=True)
class Trailed:
    """A page of the trail, the newest first, and whether there is more."""

    acts: list[Act]
    is_more: bool


class Trail:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self, actor: Actor, page: int = 0, *, about: str = "") -> Trailed:
        """What was done; `about` one thing or, ending with a colon, one kind of things.

        Errors: `NotAllowed` to moderators and residents.
        """
        require(actor, Action.READ_TRAIL)
        async with self._database.read() as connection:
            found = await audit.latest(connection, about, N_LISTED + 1, max(page, 0) * N_LISTED)
        return Trailed(found[:N_LISTED], len(found) > N_LISTED)
