"""Close a round, count it, seal it, show what came of it."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.ballots import VOID_REASONS
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.notices import Notice, NoticeKind, by_day
from bot.domain.published import Published
from bot.domain.results import (
    count_all,
    election_of,
    fingerprint,
    from_json,
    receipts_list,
    results_of,
    to_json,
)
from bot.domain.rounds import Phase
from bot.domain.tally import Election, Outcome, Rule
from bot.domain.time import Clock
from bot.storage import ballots, notices, outcomes, rounds
from bot.storage.database import Connection, Database

SEALED_AT_ONCE = 5000
"""Ballots parted from their receipts in one transaction: others' taps wait no longer than for that."""

COUNTED_HERE = 2000
"""Voters whose ballots are counted in a thread: that takes less than starting a process."""

CountAside = Callable[[Callable[[Election], dict[Rule, Outcome]], Election], Awaitable[dict[Rule, Outcome]]]
"""Where a long count runs: beside the event loop."""


class Counting:
    def __init__(self, database: Database, clock: Clock, timezone: str, count_aside: CountAside) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(timezone)
        self._count_aside = count_aside

    async def close_rounds(self) -> int:
        """Part voters from ballots where voting is over, queue word of the results; return how many rounds closed.

        The key goes last: a round that still has one is taken up again by the next start.
        """
        now = self._clock()
        async with self._database.read() as connection:
            if not await rounds.with_keys_after_close(connection, now):
                return 0
        await self._database.write(partial(self._part, now=now))
        await self._database.rebuild()
        n_closed = await self._database.write(partial(self._close_all, now=now))
        await self._database.scrub()
        return n_closed

    async def _part(self, connection: Connection, now: datetime) -> None:
        for key in await rounds.with_keys_after_close(connection, now):
            await ballots.part_voters(connection, key)

    async def _close_all(self, connection: Connection, now: datetime) -> int:
        over = await rounds.with_keys_after_close(connection, now)
        for key in over:
            await self._close(connection, key)
        return len(over)

    async def _close(self, connection: Connection, key: int) -> None:
        await notices.withdraw(connection, f"round:{key}:reminder")
        round_ = await rounds.find(connection, key)
        if round_ is not None and round_.ending is None and round_.shows_at is not None:
            said = {"round": key, "title": round_.title}
            due_at = by_day(round_.shows_at, self._zone)
            told = [
                Notice(person, f"round:{key}:results", NoticeKind.ROUND_RESULTS, said, due_at)
                for person, _ in await ballots.voters_of(connection, key)
            ]
            await notices.add(connection, told)
        await rounds.destroy_key(connection, key)

    async def seal_rounds(self) -> int:
        """Count the rounds whose results are due, and part receipts from choices, also of rounds that were ended.

        Returns how many were sealed.
        """
        async with self._database.read() as connection:
            due = await rounds.to_seal(connection, self._clock())
        for key in due:
            await self._seal(key)
        return len(due)

    async def _seal(self, key: int) -> None:
        """Count first: what is parted afterwards can be taken up again by the next start."""
        # Asked of the writer: what staff decided in the last moment is on disk before the count.
        round_ = await self._database.write(partial(rounds.find, key=key))
        assert round_ is not None, "a round that is due exists"
        async with self._database.read() as connection:
            counted = await outcomes.find(connection, key)
        if counted is None and round_.ending is None:
            await self._count(key)
        while await self._database.write(partial(ballots.seal_some, key=key, new_names=_names())) == SEALED_AT_ONCE:
            pass
        await self._database.write(partial(ballots.keep_counted, key=key))
        await self._database.rebuild()
        now = self._clock()
        await self._database.write(partial(rounds.seal, key=key, now=now))
        await self._database.scrub()

    async def _count(self, key: int) -> None:
        async with self._database.read() as connection:
            sheet = await rounds.sheet(connection, key)
            equal = await ballots.counted(connection, key)
            listed = await ballots.receipts_of(connection, key)
        assert sheet is not None, "a round that is due exists"
        election = election_of(sheet, equal)
        is_long = election.ballots.n_voters > COUNTED_HERE
        both = await (self._count_aside if is_long else asyncio.to_thread)(count_all, election)
        results = results_of(sheet, equal, sum(why in VOID_REASONS for _, _, why in listed), both)
        now, hashed = self._clock(), fingerprint(receipts_list(listed))
        await self._database.write(partial(outcomes.keep, key=key, content=to_json(results), hashed=hashed, now=now))

    async def results(self, key: int) -> Published:
        """Show what came of a round.

        Errors: `NotFound` for a round that residents do not see, `NotAllowed` as long as its results are hidden.
        """
        now = self._clock()
        async with self._database.read() as connection:
            sheet = await rounds.sheet(connection, key)
            counted = await outcomes.find(connection, key)
        if sheet is None or sheet.round.phase(now) is Phase.DRAFT:
            raise NotFound("rounds.gone")
        if sheet.round.ending is not None:
            raise NotAllowed("ballots.ended")
        if not sheet.round.shows_results(now):
            raise NotAllowed("results.hidden", shows_at=sheet.round.shows_at)
        if counted is None or sheet.round.sealed_at is None:
            raise NotAllowed("results.being_counted")
        return Published(
            sheet, sheet.round.phase(now), from_json(counted.content), counted.counted_at, counted.receipts_hash
        )

    async def receipts(self, key: int) -> bytes:
        """The public list of receipts: from the close on, final once the results show.

        Errors: `NotFound` for a round that residents do not see, `NotAllowed` while it is open.
        """
        now = self._clock()
        async with self._database.read() as connection:
            round_ = await rounds.find(connection, key)
            listed = await ballots.receipts_of(connection, key)
        if round_ is None or round_.phase(now) is Phase.DRAFT:
            raise NotFound("rounds.gone")
        if round_.phase(now) in (Phase.ANNOUNCED, Phase.OPEN, Phase.CANCELLED):
            raise NotAllowed("receipts.after_the_close")
        return receipts_list(listed)

    async def n_ballots(self, key: int) -> int:
        """How many have voted so far: turnout is no secret, what they chose is."""
        async with self._database.read() as connection:
            return await ballots.count(connection, key)

    async def n_voters(self, key: int) -> int:
        """How many take part, and are told what becomes of the round."""
        async with self._database.read() as connection:
            return len(await ballots.voters_of(connection, key))

    async def election(self, key: int) -> tuple[Published, Election]:
        """The ballots as they were counted, for export.

        Errors: as `results`.
        """
        published = await self.results(key)
        async with self._database.read() as connection:
            equal = await ballots.counted(connection, key)
        return published, election_of(published.sheet, equal)


def _names() -> list[bytes]:
    """New names for voters, from nothing but chance."""
    return [secrets.token_bytes(16) for _ in range(SEALED_AT_ONCE)]
