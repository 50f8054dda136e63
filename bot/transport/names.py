"""People's names, as Telegram shows them."""

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.domain.wording import tidy
from bot.transport.client import call

log = structlog.get_logger()

PATIENCE_S = 5.0
"""A card without a name is better than no card."""


class TelegramNames:
    """`Names` (see `bot.services.ports`)."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def of(self, telegram_id: int) -> str | None:
        try:
            chat = await call(self._bot, "getChat", {"chat_id": telegram_id}, read_timeout=PATIENCE_S)
        except TelegramError as error:
            log.info("a name could not be had", error=type(error).__name__)
            return None
        name = tidy(" ".join(filter(None, (chat.get("first_name"), chat.get("last_name")))))
        return f"{name} (@{chat['username']})" if chat.get("username") else name or None
