"""Delivery of updates to a webhook, as Telegram does it: in order for each chat, again until it is taken."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import aiohttp
from yarl import URL

from bot.transport.local import LocalTelegram
from bot.transport.local.updates import Update, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_PAUSE_S = 60
TIMEOUT = aiohttp.ClientTimeout(total=60)


class Delivery:
    """Carries the updates of one Telegram to its webhook, one at a time for each queue."""

    def __init__(self, telegram: LocalTelegram, session: aiohttp.ClientSession) -> None:
        self._telegram = telegram
        self._session = session
        self._queues: dict[tuple[str, int], deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(1)
        self._ports = cycle([None])
        telegram.updates.listener = self._heard

    def _heard(self, update: Update | None) -> None:
        updates = self._telegram.updates
        if update is not None:
            if updates.webhook is not None:
                self._enqueue(update, updates.webhook)
            return
        self.stop()
        if updates.webhook is not None:
            self._free = asyncio.Semaphore(updates.webhook.max_connections)
            for waiting in updates.pending():
                self._enqueue(waiting, updates.webhook)

    def balance(self, ports: Sequence[int]) -> None:
        """Bring updates to these ports in turn, as a load balancer behind the webhook's address would."""
        self._ports = cycle(ports)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._queues.clear()

    def _enqueue(self, update: Update, webhook: Webhook) -> None:
        waiting = self._queues.get(update.queue)
        if waiting is not None:
            waiting.append(update)
            return
        self._queues[update.queue] = deque([update])
        task = asyncio.create_task(self._drain(update.queue, self._queues[update.queue], webhook))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: tuple[str, int], waiting: deque[Update], webhook: Webhook) -> None:
        while waiting:
            await self._deliver(waiting[0], webhook)
            self._telegram.updates.confirm(waiting.popleft().id)
        del self._queues[key]

    async def _deliver(self, update: Update, webhook: Webhook) -> None:
        """Offer an update until it is taken or too old: again at once, then after 2, 4, 8 … seconds."""
        body = json.dumps(update.api).encode()
        pause_s = 0.0
        while self._telegram.updates.is_current(update):
            async with self._free:
                problem, asked_pause_s = await self._offer(body, webhook)
            if problem is None:
                return
            self._telegram.updates.last_error = {
                "last_error_date": self._telegram.now(),
                "last_error_message": problem,
            }
            await asyncio.sleep(asked_pause_s or min(pause_s, random.uniform(LONGEST_PAUSE_S, 2 * LONGEST_PAUSE_S)))
            pause_s = 2 * pause_s or 2

    async def _offer(self, body: bytes, webhook: Webhook) -> tuple[str | None, float]:
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers[SECRET_HEADER] = webhook.secret_token
        try:
            async with self._session.post(self._url(webhook), data=body, headers=headers, timeout=TIMEOUT) as answer:
                if not 200 <= answer.status < 300:
                    pause = answer.headers.get("Retry-After", "0")
                    reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                    return reason, min(float(pause), 3600) if pause.isdecimal() else 0
                await self._carry_out(await answer.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {error!r}", 0
        return None, 0

    def _url(self, webhook: Webhook) -> URL:
        port, url = next(self._ports), URL(webhook.url)
        return url if port is None else url.with_port(port)

    async def _carry_out(self, answer: bytes) -> None:
        """Call the method a webhook may name in its answer; the result is never seen."""
        if not answer.startswith(b"{"):
            return
        wish: dict[str, Any] = json.loads(answer)
        method = wish.pop("method", "")
        if method and not method.lower().startswith("get"):
            await self._telegram.call(method, wish)
