"""Voters who tap without end, and what they were told of each tap."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass, field

from bot.transport.local import Person
from bot.transport.local.view import Button
from bot.transport.local.world import CALLBACK_LIFETIME
from handlers.callbacks import Choose, unpack

PATIENCE_S = CALLBACK_LIFETIME.total_seconds()
"""After so long the button stops to spin and cannot be answered any more; people go on to tap."""


@dataclass
class Tapper:
    """One voter.

    Shapes: `taps` are (option, value) in their order; `n_answered` of them were answered, the last of these is the
    one before `n_told`.
    """

    person: Person
    taps: list[tuple[int, int]] = field(default_factory=list)
    n_told: int = 0
    n_answered: int = 0

    def buttons(self) -> list[Button]:
        """The buttons of the newest card that carry a choice."""
        card = self.person.last
        rows = card.buttons if card else ()
        return [button for row in rows for button in row if button.data and isinstance(unpack(button.data), Choose)]

    async def tap(self, chance: random.Random) -> None:
        """Tap once and wait for the answer, as long as Telegram waits."""
        button = chance.choice(self.buttons())
        assert button.data is not None
        wish = unpack(button.data)
        assert isinstance(wish, Choose)
        assert self.person.last is not None
        query = self.person.tap(self.person.last, button.data)
        assert query is not None
        self.taps.append((wish.option, wish.value))
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.shield(query.answer)
            self.n_told = len(self.taps)
            self.n_answered += 1


class Stream:
    """Many who tap at the same time, each one tap after the other."""

    def __init__(self, seed: int = 4) -> None:
        self._chance = random.Random(seed)
        self._voters: list[Tapper] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._goes_on = False

    def begin(self, people: list[Person]) -> None:
        self._goes_on = True
        self._voters = [Tapper(person) for person in people]
        self._tasks = [asyncio.create_task(self._live(voter)) for voter in self._voters]

    async def _live(self, voter: Tapper) -> None:
        while self._goes_on:
            if voter.buttons():
                await voter.tap(self._chance)
            await asyncio.sleep(self._chance.uniform(0, 0.05))

    async def end(self) -> None:
        """Let nobody begin another tap."""
        self._goes_on = False
        await asyncio.gather(*self._tasks)

    def told(self) -> dict[str, dict[str, object]]:
        return {
            str(one.person.id): {"taps": one.taps, "n_told": one.n_told, "n_answered": one.n_answered}
            for one in self._voters
        }
