"""How fast the bot speaks of its own accord: one beginning after another, and nobody while Telegram is flooded.

Answers to people are sent at once and never wait here; but a flood that one of them meets holds up everything else.
"""

import asyncio
from collections import deque

GAP_S = 1 / 29
"""Between two beginnings. Telegram takes about 30 messages a second that nobody asked for."""

WIDEST_GAP_S = 1 / 5
WIDENED, NARROWED = 1.2, 1.01
"""After a flood the gap grows by this; with every beginning that meets none it shrinks by that."""

RATE_OVER_S = 10.0


class Pace:
    """One for all who send in bulk. Time is the event loop's: a clock that somebody sets changes nothing."""

    def __init__(self) -> None:
        self._gap_s = GAP_S
        self._next_s = 0.0
        self._held_until_s = 0.0
        self.n_floods = 0
        self._begun: deque[float] = deque(maxlen=int(RATE_OVER_S * 1000))

    async def turn(self, weight: float = 1.0) -> float:
        """Wait for one's turn to begin; return for how many seconds. `weight` says how many messages it is.

        Whoever comes less than a gap late makes up for it: else the pace would always be too slow.
        """
        now = asyncio.get_running_loop().time
        came_s = now()
        while (wait_s := max(self._next_s, self._held_until_s) - now()) > 0:  # noqa: ASYNC110  (it may grow meanwhile)
            await asyncio.sleep(wait_s)
        planned_s = self._next_s if now() - self._next_s < self._gap_s else now()
        self._next_s = planned_s + weight * self._gap_s
        self._gap_s = max(GAP_S, self._gap_s / NARROWED)
        self._begun.append(now())
        return now() - came_s

    def flood(self, wait_s: float) -> None:
        """Let nobody begin for so long, as Telegram asks, and more slowly afterwards."""
        self.n_floods += 1
        self._gap_s = min(WIDEST_GAP_S, self._gap_s * WIDENED)
        self.hold(wait_s)

    def hold(self, wait_s: float) -> None:
        """Let nobody begin for so long."""
        self._held_until_s = max(self._held_until_s, asyncio.get_running_loop().time() + wait_s)

    @property
    def per_second(self) -> float:
        """How many began in a second, lately."""
        since = asyncio.get_running_loop().time() - RATE_OVER_S
        return sum(begun >= since for begun in self._begun) / RATE_OVER_S
