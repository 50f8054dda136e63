"""Notices on their way out: each once, by day, and again later while Telegram is in trouble.

A notice is a row written together with the fact it tells of.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot.domain.notices import FOR_STAFF, NoticeKind, NoticeState, by_day
from bot.domain.time import Clock
from bot.services.ports import Sent
from bot.storage import notices, people
from bot.storage.database import Connection, Database
from bot.storage.notices import Due

log = structlog.get_logger()

MOST_ATTEMPTS = 8

Deliver = Callable[[Due], Awaitable[Sent]]


def pause(n_attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed: half a minute, then twice as long each time."""
    return timedelta(seconds=30 * 2**n_attempts)


class NoticeQueue:
    """What was held up, by a flood or while the bot was down, is not sent at night either."""

    def __init__(self, database: Database, clock: Clock, timezone: str, deliver: Deliver) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._deliver = deliver
        self._under_way: set[int] = set()

    async def claim(self, limit: int) -> Sequence["NoticeParcel"]:
        now, kinds = self._clock(), self._kinds()
        async with self._database.read() as connection:
            found = await notices.due(connection, now, limit, kinds, but=self._under_way)
        self._under_way |= {due.id for due in found}
        around = _Around(self._database, self._clock, self._deliver, self._kinds, self._under_way)
        return [NoticeParcel(due, around) for due in found]

    def _kinds(self) -> frozenset[NoticeKind]:
        """What is told at this hour."""
        now = self._clock()
        return FOR_STAFF if by_day(now, self._zone) > now else frozenset(NoticeKind)


@dataclass(frozen=True, slots=True)
class _Around:
    database: Database
    clock: Clock
    deliver: Deliver
    kinds: Callable[[], frozenset[NoticeKind]]
    under_way: set[int]


@dataclass(frozen=True, slots=True)
class NoticeParcel:
    due: Due
    around: _Around
    what = "notice"

    @property
    def weight(self) -> float:
        return 1.0

    async def may_go(self) -> bool:
        """Say whether night has not come meanwhile."""
        return self.due.notice.kind in self.around.kinds()

    async def send(self) -> Sent:
        """Deliver a notice; one that nobody can put into words is set aside and stops no other."""
        if self.due.notice.is_late(self.around.clock()):
            return Sent(NoticeState.LATE)
        if self.due.is_unreachable:
            return Sent(NoticeState.UNREACHABLE)
        try:
            return await self.around.deliver(self.due)
        except Exception:
            log.exception("a notice cannot be sent", notice=self.due.id)
            return Sent(NoticeState.REFUSED)

    async def settle(self, sent: Sent | None) -> None:
        if sent is not None:
            await self.around.database.write(partial(self._note, sent=sent))
        self.around.under_way.discard(self.due.id)

    async def _note(self, connection: Connection, sent: Sent) -> None:
        now, key = self.around.clock(), self.due.id
        if sent.state is NoticeState.WAITING and self.due.n_attempts + 1 < MOST_ATTEMPTS:
            wait = timedelta(seconds=sent.wait_s) if sent.wait_s is not None else pause(self.due.n_attempts)
            await notices.put_off(connection, key, now + wait)
            return
        state = NoticeState.UNSURE if sent.state is NoticeState.WAITING else sent.state
        await notices.settle(connection, key, state, now)
        if state is NoticeState.UNREACHABLE:
            await people.reach(connection, [(self.due.notice.person, now)])
