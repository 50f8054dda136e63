"""A round in a database file, for programs that run beside the test, and what such a file says of it."""

import asyncio
import json
from pathlib import Path

from bot.domain.ballots import voter_of
from bot.domain.time import utc_now
from tests.support.databases import look
from tests.support.house import FakeClock
from tests.support.polls import open_polls, option


def prepare(path: Path, n_options: int = 6, **fields) -> int:
    """Publish a round that is open from now on, in which everything may be chosen."""

    async def work() -> int:
        async with open_polls(path, FakeClock(utc_now())) as polls:
            options = [option(f"Варіант {number}") for number in range(1, n_options + 1)]
            return await polls.round(options=options, **{"limit": n_options, **fields})

    return asyncio.run(work())


def ballots(path: Path, key: int, people) -> dict[int, tuple[dict[int, int], int]]:
    """What each of these people has chosen in an open round, and how often it was changed."""
    secret = look(path, "SELECT key FROM round_keys WHERE round = :key", key=key)
    found = look(path, "SELECT voter, choices, version FROM ballots WHERE round = :key", key=key)
    cast = {name: (dict(json.loads(choices)), version) for name, choices, version in found}
    names = {voter_of(secret[0][0], person): person for person in people} if secret else {}
    assert cast.keys() <= names.keys(), "a ballot of nobody"
    return {names[name]: ballot for name, ballot in cast.items()}
