"""What residents do with broadcasts: open a button, reply, stop a kind or all of them."""

from functools import partial

from bot.domain.broadcasts import MONTH, BroadcastKind, muted_as
from bot.domain.people import Actor
from bot.domain.permissions import agreed
from bot.domain.time import Clock
from bot.storage import deliveries, notices
from bot.storage.database import Connection, Database


class BroadcastReaders:
    """Errors of stopping and its opposite: `NotAllowed` for who is not kept."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def opened(self, actor: Actor, key: int) -> None:
        """Note that somebody opened a button of a broadcast."""
        if actor.id is not None:
            await self._database.write(partial(deliveries.note, key=key, person=actor.id, what="opened"))

    async def replied(self, actor: Actor, message: int) -> int | None:
        """Note that somebody replied to a message, if it was a broadcast; return which."""
        person = actor.id
        if person is None:
            return None
        async with self._database.read() as connection:
            key = await deliveries.by_message(connection, person, message, self._clock() - MONTH)
        if key is not None:
            await self._database.write(partial(deliveries.note, key=key, person=person, what="replied"))
        return key

    async def mute(self, actor: Actor, kind: BroadcastKind | None, key: int | None = None) -> None:
        """Send somebody no more broadcasts of a kind, or of any; `key` is the one under which they said so."""
        person = agreed(actor)

        async def work(connection: Connection) -> None:
            await notices.mute(connection, person, muted_as(kind))
            if key is not None:
                await deliveries.note(connection, key, person, "muted")

        await self._database.write(work)

    async def unmute(self, actor: Actor, kind: BroadcastKind | None) -> None:
        """Send somebody broadcasts of a kind again; None takes back that none are wanted at all."""
        await self._database.write(partial(notices.unmute, person=agreed(actor), kind=muted_as(kind)))

    async def muted(self, actor: Actor) -> frozenset[BroadcastKind | None]:
        """Which kinds somebody does not want; None stands for all."""
        async with self._database.read() as connection:
            kept = await notices.muted_by(connection, agreed(actor))
        return frozenset(kind for kind in (*BroadcastKind, None) if muted_as(kind) in kept)
