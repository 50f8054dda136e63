"""People in a closed loop: each acts, waits for the bot, and acts again."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from bot.transport.local import LocalTelegram, Person


@dataclass
class Round:
    """One run. `taps` are labels of buttons, pressed in turn; without them the `texts` are said in turn."""

    telegram: LocalTelegram
    texts: Sequence[str]
    taps: Sequence[str]
    left: int
    timeout_s: float
    waits_s: list[float] = field(default_factory=list)
    lost: int = 0

    async def run(self, people: Sequence[Person]) -> dict[str, Any]:
        began = time.perf_counter()
        await asyncio.gather(*(self._live(person) for person in people))
        seconds = time.perf_counter() - began
        waits = sorted(self.waits_s)
        cuts = quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
        return {
            "answered": len(waits),
            "lost": self.lost,
            "seconds": seconds,
            "per_second": len(waits) / seconds,
            "p50_ms": 1000 * cuts[49],
            "p95_ms": 1000 * cuts[94],
        }

    async def _live(self, person: Person) -> None:
        while self.left > 0:
            self.left -= 1
            began = time.perf_counter()
            try:
                async with asyncio.timeout(self.timeout_s):
                    await (self._tap(person) if self.taps else self._say(person))
            except TimeoutError:
                self.lost += 1
            else:
                self.waits_s.append(time.perf_counter() - began)

    async def _say(self, person: Person) -> None:
        said = await person.say(self.texts[self.left % len(self.texts)])
        version = person.changed.version
        while not has_answer(self.telegram, person, said.id):
            version = await person.changed.after(version)

    async def _tap(self, person: Person) -> None:
        """Press the next of the buttons that is there, and wait until the bot edits or sends something."""
        screen = person.last
        if screen is None:
            raise ValueError(f"person {person.id} has nothing to press")
        turn = self.left % len(self.taps)
        label = next((label for label in (*self.taps[turn:], *self.taps[:turn]) if screen.button(label)), None)
        if label is None:
            raise ValueError(f"person {person.id} sees none of the buttons to press, but {screen.labels}")
        version = person.changed.version
        query = person.tap(screen, label)
        await person.changed.after(version)
        if query is not None:
            await query.answer


def has_answer(telegram: LocalTelegram, person: Person, message_id: int) -> bool:
    """Say whether the bot has written anything after a message."""
    newest = next(reversed(telegram.chats[person.id].messages.values()))
    return newest.by_bot and newest.id > message_id
