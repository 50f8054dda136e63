"""The queue of updates between the server and the bot."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.transport.local.refusals import conflict
from bot.transport.local.state import Json

_DAY = timedelta(days=1)
LIFETIMES = {"callback_query": timedelta(seconds=150), "inline_query": timedelta(seconds=30)}
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MAX_BATCH = 100
MAX_WAIT_S = 50


@dataclass(frozen=True, slots=True)
class Update:
    """One update. Updates of one `queue` are delivered to a webhook one after another."""

    id: int
    kind: str
    payload: Json
    queue: tuple[str, int]
    born_at: datetime

    @property
    def api(self) -> Json:
        return {"update_id": self.id, self.kind: self.payload}


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret_token: str = ""
    max_connections: int = 40


class Updates:
    """Updates in the order they came, kept until the bot confirms them.

    `listener` is told of every new update and, with None, of a changed webhook; the HTTP server sets it to deliver.
    `last_error` is what getWebhookInfo tells of failed deliveries.
    """

    def __init__(self, clock: Callable[[], datetime], first_id: int) -> None:
        self._clock = clock
        self.next_id = first_id
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._poll: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] | None = None
        self.webhook: Webhook | None = None
        self.last_error: Json = {}
        self.listener: Callable[[Update | None], None] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def polling(self) -> bool:
        """Say whether the bot waits at getUpdates right now, everything handed to it confirmed."""
        return self._poll is not None

    def pending(self) -> list[Update]:
        return list(self._pending.values())

    def push(self, kind: str, payload: Json, queue: tuple[str, int]) -> None:
        if kind in NOT_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
            return
        update = Update(self.next_id, kind, payload, queue, self._clock())
        self.next_id += 1
        self._pending[update.id] = update
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self.listener is not None:
            self.listener(update)

    def allow(self, kinds: Iterable[str]) -> None:
        """Choose the kinds of later updates; an empty list is the default choice."""
        self.allowed = frozenset(kinds) or None

    def set_webhook(self, webhook: Webhook | None) -> None:
        self.webhook = webhook
        self.last_error = {}
        if webhook is not None:
            self.interrupt(conflict("terminated by setWebhook request"))
        if self.listener is not None:
            self.listener(None)

    def confirm(self, update_id: int) -> None:
        self._pending.pop(update_id, None)

    def forget(self) -> None:
        self._pending.clear()

    def is_current(self, update: Update) -> bool:
        return self._clock() - update.born_at <= LIFETIMES.get(update.kind, _DAY)

    async def poll(self, offset: int, limit: int, wait_s: float, allowed: Iterable[str] | None) -> list[Json]:
        """Answer getUpdates.

        Errors: `Refused` 409 while a webhook is set, and for a poll that another one ends.
        """
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        if allowed is not None:
            self.allow(allowed)
        self.interrupt(
            conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        )
        self._confirm_before(offset)
        ready = self._ready(limit)
        if not ready and wait_s > 0:
            await self._wait(min(wait_s, MAX_WAIT_S))
            ready = self._ready(limit)
        return ready

    def interrupt(self, reason: Exception) -> None:
        """End the poll that waits, if any."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(reason)

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popitem(last=False)
        while self._pending and next(iter(self._pending)) < offset:
            self._pending.popitem(last=False)

    def _ready(self, limit: int) -> list[Json]:
        most = limit if 1 <= limit <= MAX_BATCH else MAX_BATCH
        ready: list[Json] = []
        stale: list[int] = []
        for update in self._pending.values():
            if not self.is_current(update):
                stale.append(update.id)
                continue
            ready.append(update.api)
            if len(ready) >= most:
                break
        for update_id in stale:
            self.confirm(update_id)
        return ready
