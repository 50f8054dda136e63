"""Whom a broadcast reaches: reckoned while it is written, frozen when it is approved, looked at again as it begins."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.domain.audiences import Vote
from bot.domain.ballots import voter_of
from bot.domain.broadcasts import Broadcast
from bot.domain.deliveries import Tally
from bot.domain.errors import NotAllowed
from bot.domain.rounds import Phase
from bot.domain.time import Clock
from bot.services.entries import Entries
from bot.services.progress import follows_of
from bot.storage import ballots, deliveries, rounds
from bot.storage.database import Connection, Database
from bot.storage.deliveries import CHUNK, Aim

OnChunk = Callable[[Connection, Aim, int], Awaitable[None]]


class Audiences:
    """`most_pushes` is how often a person may be told something unasked in a month.

    Errors of all: `NotAllowed` for an audience by votes of a round that is not open: its key is gone, or not there yet.
    """

    def __init__(self, database: Database, clock: Clock, entries: Entries, most_pushes: int) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._most_pushes = most_pushes

    async def estimate(self, broadcast: Broadcast) -> Tally:
        """How many people it would reach now, and how many not and why."""
        if broadcast.audience.vote is None:
            async with self._database.read() as connection:
                return await deliveries.estimate(connection, await self._aim(connection, broadcast))

        async def work(connection: Connection) -> Tally:
            return await deliveries.estimate(connection, await self._aim(connection, broadcast))

        return await self._database.write(work)  # names of voters are reckoned in the writer's thread, not in the loop

    async def freeze(self, broadcast: Broadcast) -> None:
        """Make a row for everybody it is for; those of an earlier try are deleted first."""
        await self.thaw(broadcast.id)
        await self._by_chunks(broadcast, deliveries.freeze)

    async def look_again(self, broadcast: Broadcast) -> None:
        """Ask of everybody anew whether they want it, can be reached and had not enough; and who has voted since."""
        await self._by_chunks(broadcast, deliveries.look_again)
        vote = broadcast.audience.vote
        if vote and not vote.has_voted:

            async def leave_out(connection: Connection) -> None:
                aim = await self._aim(connection, broadcast)
                await deliveries.leave_out(connection, broadcast.id, aim.left_out)

            await self._database.write(leave_out)

    async def thaw(self, key: int) -> None:
        """Forget whom a broadcast was for."""
        while await self._database.write(partial(deliveries.forget, key=key)):
            pass

    async def _by_chunks(self, broadcast: Broadcast, work: OnChunk) -> None:
        async with self._database.read() as connection:
            last = await deliveries.last_person(connection)

        async def one(connection: Connection, first: int) -> None:
            await work(connection, await self._aim(connection, broadcast), first)

        for first in range(0, last + 1, CHUNK):
            await self._database.write(partial(one, first=first))

    async def _aim(self, connection: Connection, broadcast: Broadcast) -> Aim:
        audience, now = broadcast.audience, self._clock()
        follows = follows_of(self._entries.shelf, audience.entry) if audience.entry is not None else []
        left_out = await _left_out(connection, audience.vote, now) if audience.vote else frozenset()
        return Aim(broadcast, now, self._most_pushes, follows, left_out)


async def _left_out(connection: Connection, vote: Vote, now: datetime) -> frozenset[int]:
    """Those of the people in question who do not belong to an audience by their ballot.

    Only the round's key tells whose a ballot is; it is asked for nobody but those who take part, and nothing is kept.
    """
    round_ = await rounds.find(connection, vote.round)
    if round_ is None or round_.phase(now) is not Phase.OPEN:
        raise NotAllowed("broadcasts.round_not_open")
    secret, cast = await rounds.key_of(connection, vote.round), await ballots.all_of(connection, vote.round)
    part = await ballots.voters_of(connection, vote.round)
    voted = {one for one, number in part if secret and (b := cast.get(voter_of(secret, number))) and b.choices}
    return frozenset({person for person, _ in part} - voted if vote.has_voted else voted)
