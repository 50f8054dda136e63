"""Order per person, many people at once.

Every person has a line; a free worker takes the oldest update of the person who has waited longest and is not being
served. So nobody's updates overtake each other, and one person's flood delays only that person.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from time import monotonic
from typing import Any

import structlog

from bot.storage import updates
from bot.storage.database import Database
from bot.vitals import Pulse, Timing

log = structlog.get_logger()

FULL = 5_000
"""Updates in memory above which no more are fetched; they wait at Telegram."""

ATTEMPTS = 4
"""An update begun again this often without an end (it kills the process) is set aside."""

PATIENCE_S = 300.0
"""Somebody waits and nobody has been answered for so long: Telegram is away, or a worker hangs."""

Line = deque[tuple[int, Mapping[str, Any], bool, float]]
Process = Callable[[Mapping[str, Any]], Awaitable[None]]


class Workers:
    """`process` handles one update and does not raise."""

    def __init__(self, database: Database, process: Process, n_workers: int) -> None:
        self._process = process
        self._n_workers = n_workers
        self._lines: dict[int, Line] = {}
        self._ready: asyncio.Queue[int | None] = asyncio.Queue()
        self._n_waiting = 0
        self._database = database
        self._tasks: list[asyncio.Task[None]] = []
        self._idle = asyncio.Event()
        self._idle.set()
        self.pulse = Pulse("workers", PATIENCE_S)
        self.answers = Timing(0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
        self.outcomes: Counter[str] = Counter()

    @property
    def is_full(self) -> bool:
        return self._n_waiting >= FULL

    @property
    def n_waiting(self) -> int:
        return self._n_waiting

    @property
    def held(self) -> set[int]:
        """The updates that wait in a line here."""
        return {update_id for line in self._lines.values() for update_id, *_ in line}

    def drop(self, update_ids: Collection[int]) -> int:
        """Forget updates that wait here; return how many. What is being worked on goes on."""
        n_before = self._n_waiting
        for line in self._lines.values():
            left = [one for one in line if one[0] not in update_ids]
            self._n_waiting -= len(line) - len(left)
            line.clear()
            line.extend(left)
        return n_before - self._n_waiting

    def add(self, update_id: int, sender: int, update: Mapping[str, Any], *, again: bool = False) -> None:
        """Put a stored update at the end of its sender's line; `again` says that it was left over by a kill."""
        if not self._n_waiting:
            self.pulse.beat()
        self._n_waiting += 1
        self._idle.clear()
        line = self._lines.get(sender)
        if line is None:
            self._lines[sender] = line = deque()
            self._ready.put_nowait(sender)
        line.append((update_id, update, again, monotonic()))

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._work(), name=f"worker {number}") for number in range(self._n_workers)]
        self.pulse.tasks += self._tasks
        self.pulse.rest()

    async def stop(self, patience_s: float = 20.0) -> None:
        """Let every worker finish the update it holds, at most `patience_s`; the rest is stored and goes on next time.

        A worker that waits for work ends at once.
        """
        while not self._ready.empty():
            self._ready.get_nowait()
        for _ in self._tasks:
            self._ready.put_nowait(None)
        _, late = await asyncio.wait(self._tasks, timeout=patience_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until nothing is left to do."""
        await self._idle.wait()

    async def _work(self) -> None:
        while (sender := await self._ready.get()) is not None:
            line = self._lines[sender]
            if not line:
                self._close(sender)
                continue
            update_id, update, again, came_s = line.popleft()
            if again:
                await self._note(updates.claim, update_id)
            try:
                await self._process(update)
                self.outcomes["done"] += 1
            except Exception:
                log.exception("update could not be worked off", update_id=update_id)
                self.outcomes["failed"] += 1
            self.answers.note(monotonic() - came_s)
            # Whoever is answered is noted before the next is taken: a kill repeats at most one answer a worker.
            await self._note(updates.finish, update_id)
            self._n_waiting -= 1
            self.pulse.beat()
            if line:
                self._ready.put_nowait(sender)
            else:
                self._close(sender)

    def _close(self, sender: int) -> None:
        """Put away a line in which nobody stands."""
        del self._lines[sender]
        if not self._n_waiting:
            self.pulse.rest()
            self._idle.set()

    async def _note(self, what: Callable[[Any, Sequence[int]], Awaitable[None]], update_id: int) -> None:
        """Note a beginning or an end; should that fail, the update is worked off once more at the next start."""
        try:
            await self._database.write_with_others(what, update_id)
        except Exception as error:  # noqa: BLE001  (of whatever kind, the next update is waiting)
            log.error("a write failed", error=str(error))
