"""The published limit on messages that nobody asked for: about 30 a second, then 429.

Telegram says of neither how it counts nor what an answer is. Here a message is an answer when the person wrote last.
"""

import time
from collections import deque
from collections.abc import Callable

from bot.transport.local.refusals import Refused
from bot.transport.local.state import Chat

WINDOW_S = 1.0
RETRY_AFTER_S = 1


class Limits:
    """`per_second` is None for no limit; `n_refused` counts what went over it."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self.per_second: int | None = None
        self.n_refused = 0
        self._clock_s = clock_s
        self._sent: deque[float] = deque()
        self._closed_until_s = 0.0

    def before(self, method: str, chat: Chat | None) -> None:
        """Let a call pass.

        Errors: `Refused` 429 over the limit, and for whoever calls before `retry_after` is over.
        """
        if self.per_second is None or not method.startswith("send") or chat is None or _wrote_last(chat):
            return
        now = self._clock_s()
        while self._sent and self._sent[0] <= now - WINDOW_S:
            self._sent.popleft()
        if len(self._sent) >= self.per_second and now >= self._closed_until_s:
            self._closed_until_s = now + RETRY_AFTER_S
        if now < self._closed_until_s:
            self.n_refused += 1
            said = f"Too Many Requests: retry after {RETRY_AFTER_S}"
            raise Refused(429, said, {"retry_after": RETRY_AFTER_S})
        self._sent.append(now)


def _wrote_last(chat: Chat) -> bool:
    newest = next(reversed(chat.messages.values()), None)
    return newest is not None and not newest.by_bot
