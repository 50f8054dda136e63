"""Run the bot until it is told to stop: by polling, or behind a webhook."""

import asyncio
import contextlib
import hashlib
import hmac
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import structlog
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.app import App, build
from bot.domain.errors import Unavailable
from bot.settings import Settings
from bot.transport.connection import insist
from bot.transport.intake import KINDS
from bot.transport.polling import Polling
from bot.transport.webhook import webhook_route

log = structlog.get_logger()

MAX_CONNECTIONS = 40


async def run(settings: Settings) -> None:
    """Serve residents until SIGINT or SIGTERM.

    Errors: `Unavailable` for a missing or rejected token, an unusable database, an occupied port.
    """
    if settings.bot_token is None:
        raise Unavailable("telegram.token_missing")
    async with build(settings) as app:
        way = _webhook(app, settings, settings.bot_token) if settings.webhook_url else _polling(app)
        async with way as work:
            log.info(
                "the bot is running", username=app.bot.username, intake="webhook" if settings.webhook_url else "polling"
            )
            await until_stopped(work)
        log.info("stopping: finishing what is under way")


async def until_stopped(*works: asyncio.Task[None]) -> None:
    """Wait for a signal, or for the first of `works` to end, whose error is raised."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait({stopping, *works}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for work in done - {stopping}:
        work.result()


@asynccontextmanager
async def _polling(app: App) -> AsyncIterator[asyncio.Task[None]]:
    await insist(lambda: app.bot.delete_webhook(drop_pending_updates=False))
    work = asyncio.create_task(Polling(app.bot, app.intake).run(), name="polling")
    try:
        yield work
    finally:
        await _cancel(work)


@asynccontextmanager
async def _webhook(app: App, settings: Settings, token: SecretStr) -> AsyncIterator[asyncio.Task[None]]:
    """Serve first, then tell Telegram where; the path and the secret follow from the token unless they are set."""
    path = f"/telegram/{_derived(token, 'path')}"
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else _derived(token, "secret")
    web = Starlette(routes=[webhook_route(path, app.intake, secret)])
    async with serve_web(web, settings.web_host, settings.web_port) as work:
        await insist(
            lambda: app.bot.set_webhook(
                f"{settings.webhook_url}{path}",
                secret_token=secret,
                allowed_updates=list(KINDS),
                max_connections=MAX_CONNECTIONS,
            )
        )
        yield work


def _derived(token: SecretStr, purpose: str) -> str:
    return hmac.new(token.get_secret_value().encode(), f"viche webhook {purpose}".encode(), hashlib.sha256).hexdigest()


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
        uvicorn.Config(web, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2)
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


async def _cancel(*works: asyncio.Task[None]) -> None:
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)
