"""The audit trail as a chain: is it whole, by what is it known, what of it may go."""

from datetime import datetime

from bot.domain.audit import Act
from bot.domain.chain import LEAST_NOTED, START, Head, Misfit, Verified, misfit
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.time import Clock
from bot.storage import audit, chain
from bot.storage.database import Connection, Database


class Chain:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def head(self, actor: Actor) -> Head:
        """Return the last entry, to be noted where nobody of the bot reaches."""
        require(actor, Action.READ_TRAIL)
        async with self._database.read() as connection:
            return await chain.head(connection)

    async def verify(self, actor: Actor, noted: str | None = None) -> Verified:
        """Check every entry from the first one on. `noted`: the hash of one that was the last some time ago.

        Errors: `NotAllowed` for a noted hash that is too short to know anything by.
        """
        require(actor, Action.READ_TRAIL)
        wanted = _digits(noted) if noted is not None else None
        n_entries = n_erased = 0
        wrong: tuple[int, Misfit] | None = None
        async with self._database.read() as connection:
            anchors = await chain.anchors(connection)
            last = anchors[-1] if anchors else Head()
            is_there = wanted is not None and any(one.hash.hex().startswith(wanted) for one in (Head(), *anchors))
            async for entry in chain.entries(connection):
                wrong = wrong or ((entry.number, what) if (what := misfit(entry, last.hash)) else None)
                is_there = is_there or (wanted is not None and entry.hash.hex().startswith(wanted))
                n_entries, n_erased = n_entries + 1, n_erased + (entry.detail is None)
                last = Head(entry.number, entry.hash)
        n_dropped = anchors[-1].number if anchors else 0
        return Verified(n_entries, n_erased, n_dropped, last, wrong, is_there if wanted is not None else None)

    async def erase(self, actor: Actor, number: int) -> None:
        """Erase what an entry says exactly, since it names somebody; that something was done, and by whom, stays.

        Errors: `NotFound` for an entry without words; `NotAllowed` for moderators' deeds, which hold none.
        """
        require(actor, Action.TRIM_TRAIL)

        async def work(connection: Connection) -> None:
            if await chain.action_of(connection, number) == Action.MODERATE.value:
                raise NotAllowed("audit.no_words")
            if not await chain.erase_detail(connection, number):
                raise NotFound("audit.nothing_there")
            await self._note(connection, actor, f"erased: {number}")

        await self._database.write(work)
        await self._database.scrub()

    async def drop_before(self, actor: Actor, moment: datetime) -> int:
        """Drop what was done before a moment, from the beginning; return how many entries went."""
        require(actor, Action.TRIM_TRAIL)

        async def work(connection: Connection) -> int:
            n_dropped = await chain.drop_before(connection, moment, self._clock())
            if n_dropped:
                await self._note(connection, actor, f"dropped: {n_dropped}")
            return n_dropped

        n_dropped = await self._database.write(work)
        await self._database.scrub()
        return n_dropped

    async def _note(self, connection: Connection, actor: Actor, detail: str) -> None:
        act = Act(self._clock(), actor.id, actor.role.value, Action.TRIM_TRAIL.value, "audit", detail)
        await audit.add(connection, act)


def _digits(noted: str) -> str:
    """Read a hash as it was copied from paper."""
    digits = "".join(noted.split()).lower()
    if not LEAST_NOTED <= len(digits) <= 2 * len(START) or set(digits) - set("0123456789abcdef"):
        raise NotAllowed("audit.no_hash", n_digits=LEAST_NOTED)
    return digits
