"""Files that people send to the bot, fetched from Telegram."""

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.domain.errors import NotAllowed, NotFound

log = structlog.get_logger()


class TelegramFiles:
    """`Files` (see `bot.services.ports`)."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, file_id: str, most_bytes: int) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > most_bytes:
                raise NotAllowed("files.too_large", limit=most_bytes // 1024)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("a file could not be fetched", error=f"{type(error).__name__}: {error}")
            raise NotFound("files.unreachable") from error
