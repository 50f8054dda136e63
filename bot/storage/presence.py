"""Which processes serve a database: on a file one alone, on a server any number, of which one leads.

Whoever leads does what must be done once: it sends what the bot says of its own accord, keeps time, polls.
"""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url

from bot.domain.errors import Unavailable
from bot.storage.troubles import plain_errors
from bot.vitals import Pulse

PATIENCE_S = 60.0


def new_number() -> int:
    """Make a number for a process, which no other had or will have."""
    return secrets.randbits(31)


def new_pulse() -> Pulse:
    """It rests as long as the others can see this process."""
    pulse = Pulse("presence", PATIENCE_S)
    pulse.rest()
    return pulse


class Presence(Protocol):
    """That this process is one of those that serve. Shapes: `number` is its own, which no other ever has."""

    number: int
    is_shared: bool
    pulse: Pulse

    async def living(self) -> Collection[int] | None:
        """The numbers of all that serve now, its own among them; None while that cannot be known.

        Errors: `Unavailable`.
        """

    async def lead(self) -> None:
        """Wait until this process leads; it does so to its end."""

    async def called(self, within_s: float) -> None:
        """Wait until another process has left something to this one, not for longer than `within_s`."""

    async def run(self) -> None:
        """Stay present, for ever. Errors: `Unavailable` when another process leads meanwhile."""


class Alone:
    """The presence of a process that shares with nobody."""

    is_shared = False

    def __init__(self) -> None:
        self.number = new_number()
        self.pulse = new_pulse()

    async def living(self) -> Collection[int]:
        return {self.number}

    async def lead(self) -> None:
        return

    async def called(self, within_s: float) -> None:
        await asyncio.sleep(within_s)

    async def run(self) -> None:
        await asyncio.Event().wait()


@asynccontextmanager
async def join(url: str) -> AsyncIterator[Presence]:
    """Be one of those that serve, until the end. Errors: `Unavailable`."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        yield Alone()
        return
    from bot.storage.membership import Member  # noqa: PLC0415  (5 MB that SQLite does without)

    member = Member(address)
    with plain_errors():
        await member.join()
    try:
        yield member
    finally:
        await member.leave()


@asynccontextmanager
async def only_one_on_a_file(url: str) -> AsyncIterator[None]:
    """Hold a file beside an SQLite database as long as the process lives; nothing of it is left by a kill.

    The database's own file would not do: to close it once takes all of SQLite's locks off it.
    Errors: `Unavailable` when another process serves from the file.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  (not on Windows)

    path = Path(address.database or "viche")
    with plain_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(f"{path.name}.lock").open("w")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable("database.in_use") from None
        yield
