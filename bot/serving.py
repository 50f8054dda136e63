"""Run the bot until it is told to stop: by polling, or behind a webhook."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import structlog

from bot.app import App, build, lead
from bot.aside import aside
from bot.domain.errors import Unavailable
from bot.settings import Settings
from bot.systemd import Systemd
from bot.texts import Languages
from bot.transport.polling import Polling
from bot.transport.switching import Webhook, WebhookWatch, begin_polling, begin_webhook
from bot.vitals import Figures, start

log = structlog.get_logger()

LOCAL = "127.0.0.1"


async def run(settings: Settings, systemd: Systemd) -> None:
    """Serve residents until SIGINT or SIGTERM.

    Errors: `Unavailable` for a missing or rejected token, an unusable database, an occupied port, and for a part of the
    bot that ended though it must not.
    """
    if settings.bot_token is None:
        raise Unavailable("telegram.token_missing")
    async with build(settings) as app, AsyncExitStack() as stack:
        works = [*app.watch.tasks]
        if settings.webhook_url:
            works += await stack.enter_async_context(_webhook(app, settings))
        elif settings.public_url:
            works.append(await stack.enter_async_context(_serve(app, settings)))
        if settings.health_port is not None:
            works.append(await _serve_health(app, settings.health_port, stack))
        works.append(asyncio.create_task(_lead(app, settings), name="leader"))
        stack.push_async_callback(_cancel, works[-1])
        log.info(
            "the bot is running", username=app.bot.username, intake="webhook" if settings.webhook_url else "polling"
        )
        systemd.serves(app.watch.hung)
        try:
            await until_stopped(*works)
        except Unavailable as error:
            if error.key == "process.part_ended":
                with suppress(Unavailable):
                    await app.alarms.note_end()
            raise
        finally:
            systemd.stops()
        log.info("stopping: finishing what is under way")


async def _lead(app: App, settings: Settings) -> None:
    """Wait until this process leads; then do what only one does, until one part of that ends."""
    await app.presence.lead()
    async with lead(app) as works, _backups(app), AsyncExitStack() as stack:
        if not settings.webhook_url:
            works.append(await stack.enter_async_context(_polling(app)))
        await first_to_end(works)


async def until_stopped(*works: asyncio.Task[Any]) -> None:
    """Wait for a signal, or for the first of `works` to end. Errors: as `first_to_end`."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    stopping = asyncio.create_task(stop.wait())
    working = asyncio.create_task(first_to_end(works))
    await asyncio.wait({stopping, working}, return_when=asyncio.FIRST_COMPLETED)
    await _cancel(stopping)
    if working.done():
        await working
    await _cancel(working)


async def first_to_end(works: Sequence[asyncio.Task[Any]]) -> None:
    """Wait until one ends that must not.

    Errors: the `Unavailable` by which it ended; one of its own for any other end, which is logged.
    """
    done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
    for work in done:
        error = None if work.cancelled() else work.exception()
        if isinstance(error, Unavailable):
            raise error
        log.critical("a part of the bot ended, so all of it ends", part=work.get_name(), exc_info=error)
        raise Unavailable("process.part_ended", part=work.get_name())


@asynccontextmanager
async def _backups(app: App) -> AsyncIterator[None]:
    """Make copies of the database by the clock, each in a process of its own."""
    work = asyncio.create_task(app.services.backups.run(aside), name="backups")
    try:
        yield
    finally:
        await _cancel(work)


@asynccontextmanager
async def _polling(app: App) -> AsyncIterator[asyncio.Task[Any]]:
    await begin_polling(app.bot)
    polling = start(Polling(app.bot, app.intake))
    try:
        yield polling
    finally:
        await _cancel(polling)


@asynccontextmanager
async def _webhook(app: App, settings: Settings) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """Serve first, then tell Telegram where; the path and the secret follow from the token unless they are set."""
    from bot.transport.webhook import webhook_route  # noqa: PLC0415  (polling does without a web server's memory)

    given = settings.webhook_secret
    secret = given.get_secret_value() if given else settings.derived("webhook secret")
    webhook = Webhook(settings.webhook_url or "", f"/telegram/{settings.derived('webhook path')}", secret)
    async with _serve(app, settings, webhook_route(webhook.path, app.intake, secret)) as work:
        await begin_webhook(app.bot, webhook)
        watching = start(WebhookWatch(app.bot, webhook, app.intake.pulse))
        try:
            yield [work, watching]
        finally:
            await _cancel(watching)


def _serve(app: App, settings: Settings, *doors: Any) -> AbstractAsyncContextManager[asyncio.Task[None]]:
    """Serve what has an address of its own: `doors`, health, figures for who has the token, and pages with the desk."""
    from bot.web.health import health_route  # noqa: PLC0415
    from bot.web.metrics import metrics_route  # noqa: PLC0415
    from bot.web.server import serve_web, web_app  # noqa: PLC0415

    site = _site(app, settings) if settings.public_url else None
    known = [*doors, health_route(app.watch)]
    if settings.metrics_token is not None:
        known.append(metrics_route(app.watch, _figures(app), settings.metrics_token.get_secret_value()))
    return serve_web(web_app(known, site), settings.web_host, settings.web_port)


async def _serve_health(app: App, port: int, stack: AsyncExitStack) -> asyncio.Task[None]:
    """Serve health and figures, to this machine alone."""
    from bot.web.health import health_route  # noqa: PLC0415
    from bot.web.metrics import metrics_route  # noqa: PLC0415
    from bot.web.server import serve_web, web_app  # noqa: PLC0415

    known = [health_route(app.watch), metrics_route(app.watch, _figures(app), None)]
    return await stack.enter_async_context(serve_web(web_app(known), LOCAL, port))


def _figures(app: App) -> Figures:
    return Figures(
        updates=app.workers.outcomes,
        answers=app.workers.answers,
        incidents=app.incidents,
        knocks=app.intake.knocks,
        messages=app.outbox.outcomes,
        letters=app.post.outcomes if app.post else Counter(),
        batches=app.database.batches,
        n_writes=lambda: app.database.n_writes,
        n_floods=lambda: app.services.broadcastruns.pace.n_floods,
        n_entries=lambda: len(app.services.entries.library.entries),
    )


def _site(app: App, settings: Settings) -> Any:
    """Build the public pages and the desk, an ASGI application."""
    from bot.web.site import site  # noqa: PLC0415

    return site(app.services, Languages(settings.timezone), app.telegram, app.bot.username, settings.public_url or "")


async def _cancel(*works: asyncio.Task[Any]) -> None:
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)
