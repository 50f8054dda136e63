"""Addresses for letters: confirmed by who holds both the mailbox and the account.

The link in the letter opens the bot, not the desk: whoever gets a letter that was meant for somebody else can do
nothing with it.
"""

from bot.domain.accounts import LINK_LASTS, digest_of, new_token
from bot.domain.errors import NotFound
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.time import Clock
from bot.storage import accounts, sessions
from bot.storage.database import Connection, Database


class Addresses:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def link(self, telegram_id: int, email: str) -> str:
        """Make what confirms an address once, and return its token."""
        token, until_at = new_token(), self._clock() + LINK_LASTS
        await self._database.write(
            lambda connection: sessions.add_link(connection, _digest(token), telegram_id, email, until_at)
        )
        return token

    async def confirm(self, actor: Actor, token: str) -> str:
        """Let an address take letters for its owner; return it.

        Errors: `NotFound` for a link that was used, is over, or is somebody else's; `NotAllowed` to residents.
        """
        require(actor, Action.ENTER_DESK)
        now = self._clock()

        async def work(connection: Connection) -> str:
            taken = await sessions.take_link(connection, _digest(token), now)
            if taken is None or taken[0] != actor.telegram_id or taken[1] is None:
                raise NotFound("web.link_gone")
            owner = await accounts.with_address(connection, taken[1])
            if owner is not None and owner.telegram_id != actor.telegram_id:
                raise NotFound("web.address_taken")
            await accounts.confirm(connection, actor.telegram_id, taken[1], now)
            return taken[1]

        return await self._database.write(work)


def _digest(token: str) -> bytes:
    """Its own kind of digest: what confirms an address opens no door."""
    return digest_of(f"address {token}")
