"""How long the event loop stands still while the index is built and people ask."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.app import open_services, prepare
from bot.services.entries import Shelf
from bot.settings import MeaningMode, read_settings

NOTHING = "nothing happens"
BEAT_S = 0.001
IDLE_S = 2.0
N_TIMES = 5
"""What else the machine does only adds, so the best of some times is nearest to the truth."""


@dataclass
class Pulse:
    """The longest time that a task which only wants to go on had to wait beyond its rest."""

    longest_ms: float = 0.0


@asynccontextmanager
async def pulse() -> AsyncIterator[Pulse]:
    felt = Pulse()
    beating = asyncio.create_task(_beat(felt))
    await asyncio.sleep(10 * BEAT_S)
    felt.longest_ms = 0.0
    yield felt
    beating.cancel()
    with suppress(asyncio.CancelledError):
        await beating


async def _beat(felt: Pulse) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(BEAT_S)
        felt.longest_ms = max(felt.longest_ms, 1000 * (time.perf_counter() - before - BEAT_S))


def hard_messages(questions: Iterable[str]) -> list[str]:
    """Messages that cost the most to read: long ones, and long ones in which every word is mistyped."""
    everything = (" ".join(questions) * 2)[:4000]
    mistyped = " ".join(word[1::-1] + word[2:] for word in everything.split())
    return [everything, mistyped, everything.replace(" ", ""), "дорога " * 500, "ї" * 4000]


async def longest_pauses(questions: Sequence[str], mode: MeaningMode) -> dict[str, float]:
    """Milliseconds by what went on; when nothing did, it is the machine itself."""
    found = {}
    async with pulse() as felt:
        await asyncio.sleep(IDLE_S)
    found[NOTHING] = felt.longest_ms
    with tempfile.TemporaryDirectory(prefix="viche-bench-") as folder:
        database_url = f"sqlite+aiosqlite:///{Path(folder, 'viche.sqlite3')}"
        settings = read_settings(database_url=database_url, meaning=mode)
        async with open_services(settings) as (_, services):
            async with pulse() as felt:
                await services.entries.load()
                await services.entries.shelf.index
            found["words are indexed"] = felt.longest_ms
            if mode is not MeaningMode.OFF:
                async with pulse() as felt:
                    await prepare(services, settings)
                found["meaning is indexed"] = felt.longest_ms
            found["people ask"] = await _while_asking(services.entries.shelf, questions)
            found["somebody sends 4,000 letters"] = await _while_asking(
                services.entries.shelf, hard_messages(questions)
            )
    return found


async def _while_asking(shelf: Shelf, messages: Sequence[str]) -> float:
    """The longest pause of all messages, each with a rest after it."""
    longest = []
    for message in messages:
        tries = []
        for _ in range(N_TIMES):
            async with pulse() as felt:
                await shelf.ask(message, community=None)
                await asyncio.sleep(2 * BEAT_S)
            tries.append(felt.longest_ms)
        longest.append(min(tries))
    return max(longest)
