"""One process at a time serves a database: the next one is refused on a file, and stands by on a server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.engine import make_url

from bot.domain.errors import Unavailable
from bot.storage.troubles import plain_errors

if TYPE_CHECKING:
    from bot.storage.postgres import Place, Server

log = structlog.get_logger()

LOOK_S = 1.0
"""How often whoever stands by looks whether the place is free."""

HEAD_START_S = 5.0
"""After a restart of the server, whoever served before is let in first."""


async def alone(url: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work that only one process may do with a database, when its time has come.

    Errors: `Unavailable` when another process uses the file, or has taken the place on the server.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        async with _hold(Path(address.database or "viche")):
            await work()
        return
    from bot.storage.postgres import Server  # noqa: PLC0415  (5 MB that SQLite does without)

    server = Server(address)
    with plain_errors():
        place = await _wait_for(server)
    working, keeping = asyncio.ensure_future(work()), asyncio.create_task(_keep(server, place))
    try:
        await asyncio.wait({working, keeping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended = [await _end(task) for task in (working, keeping)]
    for error in filter(None, ended):
        raise error


async def _end(task: asyncio.Future[None]) -> BaseException | None:
    """Cancel what still goes on; return why it ended otherwise."""
    task.cancel()
    [how] = await asyncio.gather(task, return_exceptions=True)
    return how if isinstance(how, Exception) else None


@asynccontextmanager
async def _hold(path: Path) -> AsyncIterator[None]:
    """Hold a file beside the database as long as the process lives; nothing of it is left by a kill.

    The database's own file would not do: to close it once takes all of SQLite's locks off it.
    """
    try:
        import fcntl  # noqa: PLC0415  (not on Windows)
    except ImportError:
        yield
        return
    with plain_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(f"{path.name}.lock").open("w")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable("database.in_use") from None
        yield


async def _wait_for(server: "Server") -> "Place":
    """Take the place at once, or as soon as whoever has it is gone."""
    place, is_told = await server.place(), False
    while True:
        if place.is_lost:
            place = await server.place()
            await asyncio.sleep(HEAD_START_S)
        if await place.take():
            return place
        if not is_told:
            log.info("another process serves this database; this one stands by")
        is_told = True
        await asyncio.sleep(LOOK_S)


async def _keep(server: "Server", place: "Place") -> None:
    """Hold the place until the end, and take it again when the server was restarted.

    Errors: `Unavailable` when another process was faster: it serves now.
    """
    try:
        while True:
            await place.lost()
            with plain_errors():
                place = await server.place()
                if not await place.take() and not place.is_lost:
                    raise Unavailable("database.place_lost")
    finally:
        await place.leave()
