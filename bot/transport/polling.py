"""Fetch updates; the next fetch confirms a batch, and comes only after it is stored."""

import asyncio

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.domain.errors import Unavailable
from bot.transport.client import call
from bot.transport.intake import KINDS, Intake

log = structlog.get_logger()

TIMEOUT_S = 25
BATCH = 100
PAUSES_S = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
CONFLICT_PAUSE_S = 10.0


class Polling:
    """`run` ends only when it is cancelled or the token no longer works.

    Errors: `Unavailable` for a revoked token.
    """

    def __init__(self, bot: Bot, intake: Intake) -> None:
        self._bot = bot
        self._intake = intake
        self.pulse = intake.pulse
        self._offset: int | None = None
        self._n_failures = 0

    async def run(self) -> None:
        while True:
            try:
                await self._once()
            except InvalidToken as error:
                raise Unavailable("telegram.token_rejected") from error
            except TelegramError as error:
                await asyncio.sleep(self._pause(error))
            except Unavailable as error:
                log.error("updates cannot be stored and stay at Telegram", reason=error.key, **error.params)
                await asyncio.sleep(PAUSES_S[1])
            else:
                self.pulse.beat()
                self._recovered()

    async def _once(self) -> None:
        await self._intake.room()
        asked = {"offset": self._offset, "timeout": TIMEOUT_S, "limit": BATCH, "allowed_updates": list(KINDS)}
        updates = await call(self._bot, "getUpdates", asked, read_timeout=TIMEOUT_S + 10)
        if updates:
            await self._intake.take(updates)
            self._offset = updates[-1]["update_id"] + 1

    def _pause(self, error: TelegramError) -> float:
        """Log the first failure of a series, and say how long to wait."""
        self._n_failures += 1
        pause_s = PAUSES_S[min(self._n_failures, len(PAUSES_S)) - 1]
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return float(wait if isinstance(wait, int) else wait.total_seconds())
        if isinstance(error, Conflict):
            if self._n_failures == 1:
                log.error("another process polls with this token; stop it, this one goes on trying", error=str(error))
            return CONFLICT_PAUSE_S
        if isinstance(error, TimedOut) and self._n_failures == 1:
            return 0.0
        if self._n_failures == 1 or not isinstance(error, NetworkError):
            log.warning("Telegram does not answer, trying again", error=f"{type(error).__name__}: {error}")
        return pause_s

    def _recovered(self) -> None:
        if self._n_failures > 1:
            log.info("Telegram answers again")
        self._n_failures = 0
