"""A database with as many voters and ballots as one likes, and what is written into it without Viche."""

import asyncio
import json
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.domain.ballots import RECEIPT_LENGTH, RECEIPT_SIGNS, voter_of
from bot.domain.people import CONSENT_VERSION, Actor, Locale
from bot.domain.time import utc_now
from tests.bench.rivals import Cost
from tests.support.roundfile import prepare

ROUND = 1
KEY = b"k" * 32
FIRST_ID = 10_000
"""Telegram number of the first voter; their key in `people` begins at 1."""

UPSERT = """
INSERT INTO ballots (round, voter, choices, version, receipt, trust, began_at) VALUES (?, ?, ?, 1, ?, 0, ?)
ON CONFLICT (round, voter) DO UPDATE SET choices = excluded.choices, version = version + 1
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """Units: `cpu_ms` of this process for each tap; `rss_mb` after all of them."""

    per_second: float
    p50_ms: float
    cpu_ms: float
    rss_mb: float

    @classmethod
    async def of(
        cls, tap: Callable[[int, int], Awaitable[None]], taps: Iterable[tuple[int, int]], at_once: int
    ) -> "Pace":
        """Let so many people tap at once, each in turn."""
        waits_s: list[float] = []
        left = iter(taps)

        async def live() -> None:
            for one in left:
                began = time.perf_counter()
                await tap(*one)
                waits_s.append(time.perf_counter() - began)

        watch = _Watch()
        await asyncio.gather(*(live() for _ in range(at_once)))
        return watch.pace(waits_s)


class _Watch:
    def __init__(self) -> None:
        self._began, self._cpu = time.perf_counter(), time.process_time()

    def pace(self, waits_s: list[float]) -> Pace:
        seconds, cpu_s = time.perf_counter() - self._began, time.process_time() - self._cpu
        n = len(waits_s)
        return Pace(n / seconds, 1000 * median(waits_s), 1000 * cpu_s / n, Cost.of(0).now_mb)


def voter(number: int) -> Actor:
    """Somebody who agreed, as the gate recognises them."""
    return Actor(FIRST_ID + number, Locale.UK, id=number + 1, consent_version=CONSENT_VERSION)


def fill(path: Path, n_voters: int, n_ballots: int, n_options: int) -> None:
    """Open a round, let people agree, and let the first of them have voted."""
    prepare(path, n_options)
    now = utc_now().replace(tzinfo=None).isoformat(" ")
    chance = random.Random(n_ballots)
    with closing(connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO round_keys VALUES (?, ?)", (ROUND, KEY))
        connection.executemany(
            "INSERT INTO people (id, telegram_id, locale, consent_version, consent_at) VALUES (?, ?, 'uk', ?, ?)",
            ((one + 1, FIRST_ID + one, CONSENT_VERSION, now) for one in range(n_voters)),
        )
        connection.executemany(
            "INSERT INTO voters (round, person, by_code) VALUES (?, ?, 0)",
            ((ROUND, one + 1) for one in range(n_ballots)),
        )
        named = sorted(voter_of(KEY, FIRST_ID + one) for one in range(n_ballots))
        connection.executemany(UPSERT, ((ROUND, name, "[[1, 1], [2, 1]]", receipt(chance), now) for name in named))
        connection.execute("COMMIT")


def receipt(chance: random.Random) -> str:
    return "".join(chance.choices(RECEIPT_SIGNS, k=RECEIPT_LENGTH))


def connect(path: Path) -> sqlite3.Connection:
    """Open the database with the settings that Viche has."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def upserts(path: Path, n: int) -> Pace:
    """Write ballots as plainly as can be: one statement, one transaction each. They are taken back afterwards."""
    chance, waits_s = random.Random(n), []
    with closing(connect(path)) as connection:
        watch = _Watch()
        for number in range(n):
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            name = (number % (n // 2)).to_bytes(16, "big")
            connection.execute(UPSERT, (ROUND, name, json.dumps([[number % 60, 1]]), receipt(chance), "2026-11-22"))
            connection.execute("COMMIT")
            waits_s.append(time.perf_counter() - began)
        pace = watch.pace(waits_s)
        connection.execute("DELETE FROM ballots WHERE voter < ?", ((n).to_bytes(16, "big"),))
    return pace
