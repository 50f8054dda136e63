"""Order per person, many people at once.

Every person has a line; a free worker takes the oldest update of the person who has waited longest and is not being
served. So nobody's updates overtake each other, and one person's flood delays only that person.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.storage import updates
from bot.storage.database import Database

log = structlog.get_logger()

FULL = 5_000
"""Updates in memory above which no more are fetched; they wait at Telegram."""

ATTEMPTS = 5
"""An update begun this often without an end (it kills the process) is set aside."""

Line = deque[tuple[int, Mapping[str, Any]]]
Process = Callable[[Mapping[str, Any]], Awaitable[None]]


class Workers:
    """`process` handles one update and does not raise."""

    def __init__(self, database: Database, process: Process, n_workers: int) -> None:
        self._database = database
        self._process = process
        self._n_workers = n_workers
        self._lines: dict[int, Line] = {}
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._n_waiting = 0
        self._claimed: list[int] = []
        self._finished: list[int] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def is_full(self) -> bool:
        return self._n_waiting >= FULL

    @property
    def n_waiting(self) -> int:
        return self._n_waiting

    def add(self, update_id: int, sender: int, update: Mapping[str, Any]) -> None:
        """Put a stored update at the end of its sender's line."""
        self._n_waiting += 1
        self._idle.clear()
        line = self._lines.get(sender)
        if line is None:
            self._lines[sender] = line = deque()
            self._ready.put_nowait(sender)
        line.append((update_id, update))

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._work(), name=f"worker {number}") for number in range(self._n_workers)]

    async def stop(self, patience_s: float = 20.0) -> None:
        """Let the workers finish what is in memory, at most `patience_s`; the rest is stored and goes on next time."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), patience_s)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until nothing is left to do."""
        await self._idle.wait()

    async def _work(self) -> None:
        while True:
            sender = await self._ready.get()
            line = self._lines[sender]
            update_id, update = line.popleft()
            self._note(self._claimed, updates.claim, update_id)
            try:
                await self._process(update)
            except Exception:
                log.exception("update could not be worked off", update_id=update_id)
            self._note(self._finished, updates.finish, update_id)
            if line:
                self._ready.put_nowait(sender)
            else:
                del self._lines[sender]
            self._n_waiting -= 1
            if not self._n_waiting:
                self._idle.set()

    def _note(self, notes: list[int], write: Callable[..., Awaitable[None]], update_id: int) -> None:
        """Write down a beginning or an end soon; notes of the same moment share one statement."""
        notes.append(update_id)
        if len(notes) > 1:
            return

        taken: list[int] = []

        async def flush(connection: Any) -> None:
            taken.extend(notes)
            notes.clear()
            if taken:
                await write(connection, taken)

        self._database.write_soon(flush)
