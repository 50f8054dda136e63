"""A web server inside the bot's own event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.domain.errors import Unavailable

MOST_AT_ONCE = 1000
"""Connections that are served; further ones get 503, and Telegram comes again later."""


def web_app(doors: Sequence[Route], site: ASGIApp | None = None) -> ASGIApp:
    """Build what programs knock at; all other addresses belong to the public site, if there is one."""
    others = [Mount("/", site)] if site else []
    return Starlette(routes=[*doors, *others])


class _Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serve_web(web: ASGIApp, host: str, port: int) -> AsyncIterator[asyncio.Task[None]]:
    """Serve an application while the block runs.

    Errors: `Unavailable` when the port is taken.
    """
    sockets = [_listen(host, port)]
    server = _Server(
        uvicorn.Config(
            web,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
            limit_concurrency=MOST_AT_ONCE,
        )
    )
    work = asyncio.create_task(server.serve(sockets=sockets), name="web")
    while not server.started and not work.done():  # noqa: ASYNC110  (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    try:
        yield work
    finally:
        server.should_exit = True
        await asyncio.gather(work, return_exceptions=True)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Unavailable("web.port_taken", host=host, port=port, detail=error.strerror or str(error)) from error
    return listening
