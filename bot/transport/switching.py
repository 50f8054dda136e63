"""Polling or webhook: change from one to the other without losing an update, say so, and see that it holds."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.transport.connection import insist
from bot.transport.intake import KINDS
from bot.vitals import Pulse

log = structlog.get_logger()

MAX_CONNECTIONS = 40
EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram is to deliver. Neither the path nor the secret is ever said."""

    address: str
    path: str
    secret: str

    @property
    def url(self) -> str:
        return f"{self.address}{self.path}"


async def begin_polling(bot: Bot) -> None:
    """Remove a webhook, if there is one; updates that wait stay and are fetched.

    Errors: `Unavailable` when Telegram refuses.
    """
    before = await _info(bot)
    await insist(lambda: bot.delete_webhook(drop_pending_updates=False))
    if before.url:
        log.info(
            "the webhook was removed, polling begins", host=host_of(before.url), n_waiting=before.pending_update_count
        )


async def begin_webhook(bot: Bot, webhook: Webhook) -> None:
    """Tell Telegram where to deliver; updates that wait stay and are delivered.

    Errors: `Unavailable` when Telegram refuses.
    """
    before = await _info(bot)
    await insist(
        lambda: bot.set_webhook(
            webhook.url,
            secret_token=webhook.secret,
            allowed_updates=list(KINDS),
            max_connections=MAX_CONNECTIONS,
            drop_pending_updates=False,
        )
    )
    if before.url != webhook.url:
        was = f"a webhook at {host_of(before.url)}" if before.url else "polling"
        log.info(
            "the webhook is set, Telegram delivers from now on",
            host=host_of(webhook.url),
            before=was,
            n_waiting=before.pending_update_count,
        )


class WebhookWatch:
    """See whether Telegram still delivers: `pulse` beats while the webhook is ours and nothing failed lately."""

    def __init__(self, bot: Bot, webhook: Webhook, pulse: Pulse) -> None:
        self._bot = bot
        self._webhook = webhook
        self._last_error_at: datetime | None = None
        self.pulse = pulse

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except TelegramError as error:
                log.warning("Telegram does not say how the webhook does", error=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Ask once. Errors: those of the library."""
        info = await self._bot.get_webhook_info()
        if info.url != self._webhook.url:
            log.error("the webhook is no longer ours: somebody else uses the token", host=host_of(info.url))
            return
        if info.last_error_date is None or info.last_error_date == self._last_error_at:
            self.pulse.beat()
        else:
            log.warning("Telegram could not deliver", said=info.last_error_message, n_waiting=info.pending_update_count)
        self._last_error_at = info.last_error_date


async def _info(bot: Bot) -> WebhookInfo:
    found: list[WebhookInfo] = []

    async def ask() -> None:
        found.append(await bot.get_webhook_info())

    await insist(ask)
    return found[-1]


def host_of(url: str) -> str:
    """Name the host alone: the path of a webhook is a secret."""
    return urlsplit(url).hostname or "nowhere"
