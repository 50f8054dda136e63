"""Stop what the bot says of its own accord, and let it speak again."""

from bot.domain.errors import NotFound
from bot.domain.notices import MUTABLE, Notice, NoticeKind
from bot.domain.people import Actor
from bot.domain.permissions import agreed
from bot.storage import notices
from bot.storage.database import Database


class Notices:
    """Errors of muting: `NotFound` for what cannot be stopped, `NotAllowed` for who is not kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mute(self, actor: Actor, kind: NoticeKind) -> None:
        """Send a person no more notices of a kind, not even those that wait."""
        person = self._may_choose(actor, kind)
        await self._database.write(lambda connection: notices.mute(connection, person, kind.value))

    async def unmute(self, actor: Actor, kind: NoticeKind) -> None:
        """Tell a person again."""
        person = self._may_choose(actor, kind)
        await self._database.write(lambda connection: notices.unmute(connection, person, kind.value))

    async def find(self, key: int) -> Notice | None:
        """A notice as it was written down, for the letter that tells it; None when it is forgotten."""
        async with self._database.read() as connection:
            return await notices.find(connection, key)

    def _may_choose(self, actor: Actor, kind: NoticeKind) -> int:
        if kind not in MUTABLE:
            raise NotFound("notices.always_told")
        return agreed(actor)
