"""Signs of life that the parts of a running bot give: when they moved last, and how long what they do takes."""

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

OK, STILL, DEAD = "ok", "still", "dead"


class Pulse:
    """When something that goes on for ever last moved.

    Shapes: `tasks` are those that do it; none of them may ever end.
    Units: `patience_s` is how long it may be still before something is wrong with it.
    """

    def __init__(self, name: str, patience_s: float) -> None:
        self.name = name
        self.patience_s = patience_s
        self.tasks: list[asyncio.Task[Any]] = []
        self._moved_s: float | None = monotonic()

    def beat(self) -> None:
        """Say that it moves."""
        self._moved_s = monotonic()

    def rest(self) -> None:
        """Say that it has nothing to do until the next beat."""
        self._moved_s = None

    @property
    def still_s(self) -> float:
        """For how long it has not moved although it should."""
        return 0.0 if self._moved_s is None else monotonic() - self._moved_s

    @property
    def word(self) -> str:
        if any(task.done() for task in self.tasks):
            return DEAD
        return STILL if self.still_s > self.patience_s else OK


class Living(Protocol):
    """What goes on for ever."""

    @property
    def pulse(self) -> Pulse: ...

    async def run(self) -> None: ...


def start(living: Living) -> asyncio.Task[None]:
    """Start what must never end, so that its end is noticed."""
    task = asyncio.create_task(living.run(), name=living.pulse.name)
    living.pulse.tasks.append(task)
    living.pulse.beat()
    return task


class Timing:
    """How long something took, each time. Units: `bounds_s`, the upper ends of the classes in which it is counted."""

    def __init__(self, *bounds_s: float) -> None:
        self.bounds_s = bounds_s
        self.n_in = [0] * (len(bounds_s) + 1)
        self.sum_s = 0.0

    def note(self, took_s: float) -> None:
        self.n_in[bisect_left(self.bounds_s, took_s)] += 1
        self.sum_s += took_s


@dataclass(frozen=True, slots=True)
class Figures:
    """What the parts of a running bot count, for whoever measures it; none of it is about a person.

    Shapes: `messages` by what they are and what became of them; the others by what became of them.
    """

    updates: Counter[str]
    answers: Timing
    incidents: Counter[str]
    knocks: Counter[str]
    messages: Counter[tuple[str, str]]
    letters: Counter[str]
    batches: Timing
    n_writes: Callable[[], int]
    n_floods: Callable[[], int]
    n_entries: Callable[[], int]
