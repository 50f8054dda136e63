"""Run the bot until it is told to stop: by polling, or behind a webhook."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeAlias

import structlog

from bot.app import App, build
from bot.aside import aside
from bot.domain.errors import Unavailable
from bot.settings import Settings
from bot.texts import Languages
from bot.transport.connection import insist
from bot.transport.intake import KINDS
from bot.transport.polling import Polling

log = structlog.get_logger()

Works: TypeAlias = AsyncIterator[list[asyncio.Task[None]]]
"""What runs until one of it ends."""

MAX_CONNECTIONS = 40


async def run(settings: Settings) -> None:
    """Serve residents until SIGINT or SIGTERM.

    Errors: `Unavailable` for a missing or rejected token, an unusable database, an occupied port.
    """
    if settings.bot_token is None:
        raise Unavailable("telegram.token_missing")
    async with build(settings) as app:
        way = _webhook(app, settings) if settings.webhook_url else _polling(app, settings)
        async with _backups(app), way as works:
            log.info(
                "the bot is running", username=app.bot.username, intake="webhook" if settings.webhook_url else "polling"
            )
            await until_stopped(*works)
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
async def _backups(app: App) -> AsyncIterator[None]:
    """Make copies of the database by the clock, each in a process of its own."""
    work = asyncio.create_task(app.services.backups.run(aside), name="backups")
    try:
        yield
    finally:
        await _cancel(work)


@asynccontextmanager
async def _polling(app: App, settings: Settings) -> Works:
    """Fetch updates; serve the public pages beside it if they have an address."""
    async with AsyncExitStack() as stack:
        works = []
        if settings.public_url:
            from bot.web.server import serve_web  # noqa: PLC0415  (polling does without a web server's memory)

            serving = serve_web(_site(app, settings), settings.web_host, settings.web_port)
            works.append(await stack.enter_async_context(serving))
        await insist(lambda: app.bot.delete_webhook(drop_pending_updates=False))
        works.append(asyncio.create_task(Polling(app.bot, app.intake).run(), name="polling"))
        stack.push_async_callback(_cancel, works[-1])
        yield works


@asynccontextmanager
async def _webhook(app: App, settings: Settings) -> Works:
    """Serve first, then tell Telegram where; the path and the secret follow from the token unless they are set."""
    from bot.web.server import serve_web, webhook_app  # noqa: PLC0415

    path = f"/telegram/{settings.derived('webhook path')}"
    given = settings.webhook_secret
    secret = given.get_secret_value() if given else settings.derived("webhook secret")
    web = webhook_app(path, app.intake, secret, _site(app, settings) if settings.public_url else None)
    async with serve_web(web, settings.web_host, settings.web_port) as work:
        await insist(
            lambda: app.bot.set_webhook(
                f"{settings.webhook_url}{path}",
                secret_token=secret,
                allowed_updates=list(KINDS),
                max_connections=MAX_CONNECTIONS,
            )
        )
        yield [work]


def _site(app: App, settings: Settings) -> Any:
    """Build the public pages and the desk, an ASGI application."""
    from bot.web.site import site  # noqa: PLC0415

    return site(
        app.services, Languages(settings.timezone), app.names, app.preview, app.bot.username, settings.public_url or ""
    )


async def _cancel(*works: asyncio.Task[None]) -> None:
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)
