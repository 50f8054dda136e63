"""Watch a broadcast on its way, stop it, go on, take it back; and the switch that stops everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audit import Act
from bot.domain.broadcasts import UNDO_WITHIN, Broadcast, BroadcastState, Deed, ends_at
from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.errors import NotAllowed
from bot.domain.people import Actor
from bot.domain.permissions import Action, agreed, require
from bot.domain.time import Clock
from bot.services.broadcastacts import carry_out, found_in
from bot.services.pace import GAP_S, Pace
from bot.storage import audit, broadcasts, deliveries
from bot.storage.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast is.

    Units: `per_second` messages lately, 0 in a process that does not send; `seconds` of sending that are left;
    `ends_at` None unless it is being sent or will be.
    """

    broadcast: Broadcast
    tally: Tally
    per_second: float
    seconds: float
    ends_at: datetime | None
    is_killed: bool

    @property
    def n_left(self) -> int:
        return self.tally.n(DeliveryState.WAITING)

    @property
    def n_done(self) -> int:
        return self.tally.n_people - self.n_left


class BroadcastRuns:
    """Errors of acts: `NotAllowed` by role, and for what is not possible now; `NotFound` for no broadcast."""

    def __init__(self, database: Database, clock: Clock, timezone: str, pace: Pace) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self.pace = pace

    async def progress(self, actor: Actor, key: int) -> Progress:
        """Say how far a broadcast is; afterwards, what became of it with how many people."""
        require(actor, Action.WRITE_BROADCAST)
        async with self._database.read() as connection:
            found = await found_in(connection, key)
            kept = await broadcasts.kept_outcome(connection, key)
            tally = Tally.read(kept) if kept else await deliveries.tally(connection, key)
            is_killed = await broadcasts.is_stopped(connection)
        seconds, over_at = tally.n(DeliveryState.WAITING) * found.n_messages * GAP_S, None
        if found.state in (BroadcastState.SCHEDULED, BroadcastState.SENDING):
            begins_at = max(self._clock(), found.due_at or self._clock())
            over_at = ends_at(begins_at, seconds, self._zone, at_night=found.is_emergency)
        return Progress(found, tally, self.pace.per_second, seconds, over_at, is_killed)

    async def pause(self, actor: Actor, key: int) -> None:
        """Send nothing more until somebody lets it go on."""
        await self._do(actor, Action.STOP_BROADCAST, key, Deed.PAUSE, {"state": BroadcastState.PAUSED, "reason": None})

    async def go_on(self, actor: Actor, key: int) -> None:
        """Go on with a broadcast that was paused; whoever does so answers for it from now on."""
        async with self._database.read() as connection:
            has_begun = (await found_in(connection, key)).began_at is not None
        state = BroadcastState.SENDING if has_begun else BroadcastState.SCHEDULED
        goes = {"state": state, "reason": None, "sender": agreed(actor)}
        await self._do(actor, Action.WRITE_BROADCAST, key, Deed.CONTINUE, goes)

    async def stop(self, actor: Actor, key: int) -> None:
        """End a broadcast for good, or its being taken back; what is under way at the moment still arrives."""
        over = {"state": BroadcastState.STOPPED, "ended_at": self._clock()}
        await self._do(actor, Action.STOP_BROADCAST, key, Deed.STOP, over)

    async def undo(self, actor: Actor, key: int) -> None:
        """Take back what was delivered: deleted as far as Telegram allows, else replaced by a word of regret.

        Errors: besides those of the class `NotAllowed` when it began too long ago, or reached nobody.
        """
        async with self._database.read() as connection:
            found = await found_in(connection, key)
            reached = await deliveries.are_left(connection, key, DeliveryState.SENT)
        if found.began_at is not None and found.began_at + UNDO_WITHIN < self._clock():
            raise NotAllowed("broadcasts.too_old")
        if not reached:
            raise NotAllowed("broadcasts.nothing_to_undo")
        await self._do(actor, Action.STOP_BROADCAST, key, Deed.UNDO, {"state": BroadcastState.UNDOING})

    async def kill(self, actor: Actor) -> None:
        """Stop all that the bot says of its own accord, also after a restart; answers go on."""
        require(actor, Action.KILL_SWITCH)
        now = self._clock()

        async def work(connection: Connection) -> None:
            await broadcasts.throw_switch(connection, actor.id, now)
            await audit.add(connection, _act_of(actor, "killed", now))

        await self._database.write(work)

    async def revive(self, actor: Actor) -> None:
        """Let the bot speak again."""
        require(actor, Action.KILL_SWITCH)
        now = self._clock()

        async def work(connection: Connection) -> None:
            await broadcasts.release_switch(connection)
            await audit.add(connection, _act_of(actor, "revived", now))

        await self._database.write(work)

    async def is_killed(self) -> bool:
        async with self._database.read() as connection:
            return await broadcasts.is_stopped(connection)

    async def _do(self, actor: Actor, action: Action, key: int, deed: Deed, columns: Mapping[str, Any]) -> None:
        require(actor, action)
        agreed(actor)
        now = self._clock()

        async def work(connection: Connection) -> None:
            seen = await found_in(connection, key)
            await carry_out(connection, actor, action, seen, deed, now, columns)

        await self._database.write(work)


def _act_of(actor: Actor, detail: str, now: datetime) -> Act:
    return Act(now, actor.id, actor.role.value, Action.KILL_SWITCH.value, "outbox", detail)
