"""Ask Telegram about the bot once, without changing anything."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError

from bot.domain.errors import Unavailable
from bot.domain.time import Clock
from bot.transport.connection import make_bot
from bot.transport.switching import host_of

TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class Told:
    """What Telegram says of the bot.

    Shapes: `webhook` is the host of a webhook, None without one; `is_expected`: its address begins as it should;
    `last_error` why Telegram could not deliver, empty for nothing.
    Units: `ahead_s` seconds by which this machine's clock is ahead of the server's, None when it tells no time.
    """

    username: str
    is_inline: bool
    joins_groups: bool
    reads_groups: bool
    webhook: str | None
    is_expected: bool
    n_waiting: int
    last_error: str
    last_error_at: datetime | None
    ahead_s: float | None


async def enquire(token: SecretStr, api_url: str, webhook_url: str | None, clock: Clock) -> Told:
    """Ask who the bot is, how updates reach it, and what time it is.

    Errors: `Unavailable` when Telegram rejects the token, or cannot be reached.
    """
    bot = make_bot(token, api_url)
    try:
        await bot.initialize()
        info = await bot.get_webhook_info()
    except InvalidToken as error:
        raise Unavailable("telegram.token_rejected") from error
    except TelegramError as error:
        raise Unavailable("telegram.away", detail=f"{type(error).__name__}: {error.message}") from error
    finally:
        await bot.shutdown()
    return Told(
        username=bot.username,
        is_inline=bool(bot.bot.supports_inline_queries),
        joins_groups=bool(bot.bot.can_join_groups),
        reads_groups=bool(bot.bot.can_read_all_group_messages),
        webhook=host_of(info.url) if info.url else None,
        is_expected=webhook_url is not None and info.url.startswith(f"{webhook_url}/"),
        n_waiting=info.pending_update_count,
        last_error=info.last_error_message or "",
        last_error_at=info.last_error_date,
        ahead_s=await _ahead(api_url, clock),
    )


async def _ahead(url: str, clock: Clock) -> float | None:
    """Compare the clocks; the server's tells whole seconds."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    try:
        async with aiohttp.ClientSession(trust_env=True, timeout=timeout) as session:
            asked_at = clock()
            async with session.get(url, allow_redirects=False) as answer:
                told = parsedate_to_datetime(answer.headers["Date"])
            return (asked_at + (clock() - asked_at) / 2 - told).total_seconds() - 0.5
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return None
