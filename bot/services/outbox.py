"""Send notices: each once, as fast as Telegram likes, each outcome on disk at once.

A notice is a row written together with the fact it tells of. A crash between sending and noting repeats at most what
was in flight.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot.domain.errors import Unavailable
from bot.domain.notices import FOR_STAFF, NoticeKind, NoticeState, by_day
from bot.domain.time import Clock
from bot.services.ports import Sent
from bot.storage import notices
from bot.storage.database import Database
from bot.storage.notices import Due

log = structlog.get_logger()

GAP_S = 1 / 28
"""Between two beginnings. Telegram takes about 30 bulk messages a second; answers to people are not counted."""

N_UNDER_WAY = 28
"""Notices under way: a second's worth."""

EVERY_S = 1.0
MOST_ATTEMPTS = 8

KEEP = timedelta(days=90)
"""How long it is known who was told what: nobody is told the same twice."""


Deliver = Callable[[Due], Awaitable[Sent]]


async def keep_sending(flush: Callable[[], Awaitable[int]], what: str) -> None:
    """Send batch after batch for ever, and look again each second when there was none."""
    while True:
        try:
            n_sent = await flush()
        except Unavailable as error:
            log.error("what is to be sent waits: the database cannot be used", what=what, reason=error.key)
            n_sent = 0
        if not n_sent:
            await asyncio.sleep(EVERY_S)


class Outbox:
    """What was held up, by a flood or while the bot was down, is not sent at night either."""

    def __init__(self, database: Database, clock: Clock, timezone: str, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._deliver = deliver
        self._flood_until_s = 0.0
        self._one_batch = asyncio.Lock()

    async def run(self) -> None:
        """Send what is due, for ever."""
        await keep_sending(self.flush, "notices")

    async def flush(self) -> int:
        """Send one batch of what is due; return how many there were."""
        async with self._one_batch:
            now = self._clock()
            is_night = by_day(now, self._zone) > now
            async with self._database.read() as connection:
                batch = await notices.due(
                    connection, now, N_UNDER_WAY, FOR_STAFF if is_night else frozenset(NoticeKind)
                )
            async with asyncio.TaskGroup() as tasks:
                sending = []
                for due in batch:
                    sending.append(tasks.create_task(self._send(due)))
                    await asyncio.sleep(GAP_S)
        if failed := next((error for one in sending if (error := one.result())), None):
            raise failed
        return len(batch)

    async def _send(self, due: Due) -> Unavailable | None:
        """Send a notice and note what became of it; return why that could not be noted, for others still want to be."""
        try:
            await self._send_and_note(due)
        except Unavailable as error:
            return error
        return None

    async def _send_and_note(self, due: Due) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._flood_until_s - loop.time()))
        sent = await self._try(due)
        now = self._clock()
        if sent.wait_s is not None:
            self._flood_until_s = max(self._flood_until_s, loop.time() + sent.wait_s)
        if sent.state is NoticeState.WAITING and due.n_attempts + 1 < MOST_ATTEMPTS:
            until = now + timedelta(seconds=sent.wait_s or 30 * 2**due.n_attempts)
            await self._database.write(partial(notices.put_off, key=due.id, until=until))
            return
        state = NoticeState.UNSURE if sent.state is NoticeState.WAITING else sent.state
        await self._database.write(partial(notices.settle, key=due.id, state=state, now=now))

    async def _try(self, due: Due) -> Sent:
        """Deliver a notice; one that nobody can put into words is set aside and stops no other."""
        if due.notice.is_late(self._clock()):
            return Sent(NoticeState.LATE)
        try:
            return await self._deliver(due)
        except Exception:
            log.exception("a notice cannot be sent", notice=due.id)
            return Sent(NoticeState.REFUSED)
