"""Broadcasts on their way out, and on their way back: a few rows at a time, each for one person.

A row is leased while it is under way. Whatever stops a broadcast (a pause, the night, a role that was taken away)
stops it before the next message: its state is read again for each.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.domain.audit import Act
from bot.domain.broadcasts import REFUSED, Broadcast, BroadcastState
from bot.domain.deliveries import DeliveryState
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoticeState, by_day
from bot.domain.permissions import Action, may
from bot.domain.time import Clock
from bot.services import broadcastnews
from bot.services.audiences import Audiences
from bot.services.broadcastfiles import lacking
from bot.services.noticequeue import MOST_ATTEMPTS, pause
from bot.services.ports import Sent
from bot.storage import audit, broadcasts, deliveries, people
from bot.storage.database import Connection, Database
from bot.storage.deliveries import Recipient, Settled

log = structlog.get_logger()

PAID_WEIGHT = 1 / 30
"""Telegram takes up to 1,000 messages a second that the bot pays for."""

BY_THE_BOT = "bot"
"""In the trail: nobody did it."""

Deliver = Callable[[Broadcast, Recipient], Awaitable[Sent]]

CLAIMED_IN: Mapping[BroadcastState, DeliveryState] = {
    BroadcastState.SENDING: DeliveryState.WAITING,
    BroadcastState.UNDOING: DeliveryState.SENT,
}
"""Which rows a run takes."""

ENDS_IN: Mapping[BroadcastState, tuple[BroadcastState, str]] = {
    BroadcastState.SENDING: (BroadcastState.DONE, broadcastnews.ENDED),
    BroadcastState.UNDOING: (BroadcastState.UNDONE, broadcastnews.WITHDRAWN),
}
"""How a run ends, and what its author is told then."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a message is put into words and leaves, and how it is taken back. `is_paid`: Telegram charges for it."""

    deliver: Deliver
    take_back: Deliver
    is_paid: bool = False


class BroadcastQueue:
    def __init__(self, database: Database, clock: Clock, timezone: str, audiences: Audiences, ways: Ways) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._audiences = audiences
        self._ways = ways
        self._after: dict[int, int] = {}
        self._under_way: Counter[int] = Counter()
        self._couriers: set[int] = set()

    async def claim(self, limit: int) -> Sequence["BroadcastParcel"]:
        async with self._database.read() as connection:
            found = await broadcasts.under_way(connection)
        for one in found:
            if claimed := await self._claim(one, limit):
                return claimed
        return []

    async def _claim(self, one: Broadcast, limit: int) -> list["BroadcastParcel"]:
        now = self._clock()
        if one.state is not BroadcastState.UNDOING:
            if not self._may_go(one) or not await self._is_answered_for(one):
                return []
            if one.state is BroadcastState.SCHEDULED:
                await self._begin(one, now)
                return []
        if one.id in self._couriers:
            return []
        claim = partial(deliveries.claim, broadcast=one, state=CLAIMED_IN[one.state], now=now)
        rows = await self._courier(one, claim)
        if not rows:
            rows = await self._database.write(partial(claim, after=self._after.get(one.id, 0), limit=limit))
            if not rows:
                await self._come_to_the_end(one, now)
                return []
            self._after[one.id] = rows[-1].person
        self._under_way[one.id] += len(rows)
        around = _Around(self._database, self._clock, self._ways, self._may_go, self._under_way, self._couriers)
        return [BroadcastParcel(one, row, around) for row in rows]

    async def _courier(self, one: Broadcast, claim: Callable[..., Awaitable[list[Recipient]]]) -> list[Recipient]:
        """Take one person alone who brings Telegram a file that it does not have; the others wait for its id."""
        locales = lacking(one) if one.state is BroadcastState.SENDING else []
        if not locales:
            return []
        rows = await self._database.write(
            partial(claim, after=0, limit=1, locales=locales, lease=deliveries.UPLOAD_LEASE)
        )
        self._couriers.update(row.broadcast for row in rows)
        return rows

    def _may_go(self, one: Broadcast) -> bool:
        """Say whether it may be sent at this hour."""
        now = self._clock()
        return one.is_emergency or by_day(now, self._zone) == now

    async def _begin(self, one: Broadcast, now: datetime) -> None:
        """Let a broadcast begin whose time has come; who has muted it or had enough since is left out."""
        if one.due_at is None or one.due_at > now:
            return
        try:
            await self._audiences.look_again(one)
        except NotAllowed as refusal:
            await self._database.write(partial(fail, key=one.id, reason=refusal.key, now=now))
            return
        begin = partial(
            _change, key=one.id, before=one.state, detail="began", now=now, state=BroadcastState.SENDING, began_at=now
        )
        await self._database.write(begin)

    async def _is_answered_for(self, one: Broadcast) -> bool:
        """Pause a broadcast whose sender may not send any more."""
        async with self._database.read() as connection:
            role = await broadcasts.role_of_sender(connection, one.sender)
        if may(role, Action.WRITE_BROADCAST):
            return True
        log.warning("a broadcast pauses: its sender lost the role", broadcast=one.id)
        now = self._clock()
        paused: dict[str, Any] = {"state": BroadcastState.PAUSED, "reason": "broadcasts.role_lost"}

        async def pause_(connection: Connection) -> None:
            await _change(connection, one.id, one.state, "paused", now, **paused)
            await broadcastnews.tell_all(connection, one, broadcastnews.ROLE_LOST, now)

        await self._database.write(pause_)
        return False

    async def _come_to_the_end(self, one: Broadcast, now: datetime) -> None:
        """Begin anew with those who were put off; when nobody is left, the run is over."""
        if self._under_way[one.id]:
            return
        self._after.pop(one.id, None)
        async with self._database.read() as connection:
            if await deliveries.are_left(connection, one.id, CLAIMED_IN[one.state]):
                return
        state, news = ENDS_IN[one.state]

        async def end(connection: Connection) -> None:
            if await _change(connection, one.id, one.state, "ended", now, state=state, ended_at=now):
                await broadcastnews.tell_author(connection, one, news, None, now)

        await self._database.write(end)


@dataclass(frozen=True, slots=True)
class _Around:
    database: Database
    clock: Clock
    ways: Ways
    may_go: Callable[[Broadcast], bool]
    under_way: Counter[int]
    couriers: set[int]


@dataclass(frozen=True, slots=True)
class BroadcastParcel:
    """One message to one person, or its way back."""

    broadcast: Broadcast
    to: Recipient
    around: _Around
    what = "broadcast"

    @property
    def _is_back(self) -> bool:
        return self.broadcast.state is BroadcastState.UNDOING

    @property
    def weight(self) -> float:
        if self._is_back:
            return len(self.to.messages)
        return self.broadcast.n_messages * (PAID_WEIGHT if self.around.ways.is_paid else 1)

    async def may_go(self) -> bool:
        """Say whether the broadcast was not stopped meanwhile, and night has not come."""
        async with self.around.database.read() as connection:
            state = await broadcasts.state_of(connection, self.broadcast.id)
        return state is self.broadcast.state and (self._is_back or self.around.may_go(self.broadcast))

    async def send(self) -> Sent:
        """Send, or take back, unless the person does not want it or cannot be reached."""
        if not self._is_back and (self.to.is_muted or self.to.is_unreachable):
            return Sent(NoticeState.UNREACHABLE)
        act = self.around.ways.take_back if self._is_back else self.around.ways.deliver
        try:
            return await act(self.broadcast, self.to)
        except Exception as error:
            log.exception("a broadcast cannot be sent", broadcast=self.broadcast.id)
            return Sent(NoticeState.REFUSED, reason=repr(error))

    async def settle(self, sent: Sent | None) -> None:
        database, now = self.around.database, self.around.clock()
        settled = self._settled(sent, now)
        await database.write_with_others(deliveries.settle, settled)
        if settled.state is DeliveryState.UNREACHABLE and not self.to.is_unreachable:
            await database.write_with_others(people.reach, (self.to.person, now))
        if settled.state is DeliveryState.REFUSED and sent is not None:
            said = sent.reason.partition(":")[0]
            log.error("a broadcast stops: Telegram refuses the message", broadcast=self.broadcast.id, said=said)
            await database.write(partial(fail, key=self.broadcast.id, reason=f"{REFUSED}: {sent.reason}", now=now))
        self.around.under_way[self.broadcast.id] -= 1
        self.around.couriers.discard(self.broadcast.id)

    def _settled(self, sent: Sent | None, now: datetime) -> Settled:
        """Say how the row stands after a try: settled, or waiting for another one."""
        to, before = self.to, CLAIMED_IN[self.broadcast.state]
        if sent is None or sent.wait_s is not None:
            return Settled(to.broadcast, to.person, before, to.n_attempts, None, to.messages)
        n_attempts = to.n_attempts + 1
        if sent.is_trouble and n_attempts < MOST_ATTEMPTS:
            return Settled(to.broadcast, to.person, before, n_attempts, now + pause(to.n_attempts), to.messages)
        if self._is_back:
            state = DeliveryState.UNDONE if sent.state is NoticeState.SENT else DeliveryState.STAYS
            return Settled(to.broadcast, to.person, state, n_attempts)
        if to.is_muted:
            return Settled(to.broadcast, to.person, DeliveryState.MUTED)
        state = DeliveryState.UNSURE if sent.is_trouble else DeliveryState(sent.state.value)
        return Settled(to.broadcast, to.person, state, n_attempts, None, sent.messages)


async def fail(connection: Connection, key: int, reason: str, now: datetime) -> None:
    """Stop a broadcast that cannot go on, with the reason."""
    before = [BroadcastState.SCHEDULED, BroadcastState.SENDING, BroadcastState.PAUSED]
    if await broadcasts.change(connection, key, before, state=BroadcastState.FAILED, reason=reason, ended_at=now):
        await audit.add(connection, _act(key, f"failed: {reason}", now))
        if found := await broadcasts.find(connection, key):
            await broadcastnews.tell_author(connection, found, broadcastnews.FAILED, None, now)


async def _change(
    connection: Connection, key: int, before: BroadcastState, detail: str, now: datetime, **columns: object
) -> bool:
    """Change it and note that, unless somebody else did something with it meanwhile; say whether it was changed."""
    is_changed = await broadcasts.change(connection, key, [before], **columns)
    if is_changed:
        await audit.add(connection, _act(key, detail, now))
    return is_changed


def _act(key: int, detail: str, now: datetime) -> Act:
    return Act(now, None, BY_THE_BOT, Action.WRITE_BROADCAST.value, f"broadcast:{key}", detail)
