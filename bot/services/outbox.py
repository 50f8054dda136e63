"""One way out for all that the bot says of its own accord: as fast as Telegram likes, each outcome on disk at once.

What is to be said lies in queues: notices, and broadcasts. A crash between sending and noting repeats at most what was
in flight.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

import structlog

from bot.domain.errors import Unavailable
from bot.services.forever import keep_at
from bot.services.pace import Pace
from bot.services.ports import Sent
from bot.vitals import Pulse

log = structlog.get_logger()

N_UNDER_WAY = 32
"""Most at a time. A message is under way for a tenth of a second; connections must be left for answers to people."""

EVERY_S = 1.0
STALE_S = 0.5
"""Whoever waited longer for a turn, as in a flood, is asked again whether it is still to be sent."""

PATIENCE_S = 5.0
"""How long a stop waits for what is under way."""

TROUBLE_S = 2.0
"""How long all wait after one that Telegram could not take, whoever it was for: most likely it is away."""

MOST_STILL_S = 600.0
"""How long sending may be still before something is wrong: Telegram may ask everybody to wait for minutes."""


class Parcel(Protocol):
    """Something to send to one person. Shapes: `what` it is, for counting: `notice`, `broadcast`."""

    @property
    def what(self) -> str: ...

    @property
    def weight(self) -> float:
        """How many messages it is for the pace."""

    async def may_go(self) -> bool:
        """Say whether it is still to be sent. Errors: `Unavailable`."""

    async def send(self) -> Sent:
        """Try once, at once: who waits here comes out of step with the pace. Does not raise."""

    async def settle(self, sent: Sent | None) -> None:
        """Note what became of it; None when it was not sent. Errors: `Unavailable`."""


class Queue(Protocol):
    async def claim(self, limit: int) -> Sequence[Parcel]:
        """Take what is to be sent now and was not taken yet. Errors: `Unavailable`."""


async def insist(note: Callable[[], Awaitable[None]]) -> None:
    """Note until it is noted: what was sent must not be sent again for want of a note."""
    while True:
        try:
            return await note()
        except Unavailable as error:
            log.error("an outcome cannot be noted and waits: the database cannot be used", reason=error.key)
            await asyncio.sleep(EVERY_S)


class Outbox:
    """What stands first in `queues` is sent first. While `is_stopped` says so, nothing is."""

    def __init__(self, pace: Pace, queues: Sequence[Queue], is_stopped: Callable[[], Awaitable[bool]]) -> None:
        self._pace = pace
        self._queues = queues
        self._is_stopped = is_stopped
        self._under_way: set[asyncio.Task[None]] = set()
        self._next: list[Parcel] = []
        self._one_turn = asyncio.Lock()
        self.pulse = Pulse("outbox", MOST_STILL_S)
        self.carried = Pulse("carried", MOST_STILL_S)
        self.carried.rest()
        self.outcomes: Counter[tuple[str, str]] = Counter()

    async def run(self) -> None:
        """Send what is due, for ever; whoever is slow to arrive holds up nobody."""
        self.carried.beat()
        await keep_at(self._turn, self.pulse, partial(asyncio.sleep, EVERY_S))

    async def end(self, patience_s: float = PATIENCE_S) -> None:
        """Let what is under way arrive, once nothing is begun any more; not for longer than `patience_s`."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=patience_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def flush(self) -> int:
        """Send a batch of what is due and wait until it has arrived; return how many there were, and are claimed."""
        n_begun = await self._turn()
        under_way = set(self._under_way)
        if under_way:
            await asyncio.wait(under_way)
        return max(n_begun, len(under_way), len(self._next))

    async def _turn(self) -> int:
        """Begin what was claimed and claim meanwhile what comes next: the pace need not wait for the database."""
        async with self._one_turn:
            batch, self._next = self._next or await self._claim(), []
            if batch:
                following, n_begun = asyncio.create_task(self._claim()), 0
                try:
                    for parcel in batch:
                        await self._begin(parcel)
                        n_begun += 1
                finally:
                    self._next = batch[n_begun:]
                    self._next += await following
            return len(batch)

    async def _claim(self) -> list[Parcel]:
        """Take from the first queue that has anything: so nothing that was claimed is lost with another's trouble."""
        if not await self._is_stopped():
            for queue in self._queues:
                if claimed := await queue.claim(N_UNDER_WAY):
                    return list(claimed)
        return []

    async def _begin(self, parcel: Parcel) -> None:
        """Begin to send one in its turn, once there are not too many under way."""
        while len(self._under_way) >= N_UNDER_WAY:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        may_go = await self._may_go(parcel)
        if may_go and await self._pace.turn(parcel.weight) > STALE_S:
            may_go = await self._may_go(parcel)
        task = asyncio.create_task(self._carry(parcel, may_go=may_go))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _may_go(self, parcel: Parcel) -> bool:
        """Ask again right before: what was claimed already stops with the switch, too."""
        return not await self._is_stopped() and await parcel.may_go()

    async def _carry(self, parcel: Parcel, *, may_go: bool) -> None:
        """Send one and note what became of it, however long the database cannot be written."""
        sent = await parcel.send() if may_go else None
        self.outcomes[parcel.what, sent.state.value if sent else "held"] += 1
        if sent is not None and sent.wait_s is not None:
            self._pace.flood(sent.wait_s)
        elif sent is not None and sent.is_trouble:
            self._pace.hold(TROUBLE_S)
        elif sent is not None:
            self.carried.beat()
        await insist(partial(parcel.settle, sent))
