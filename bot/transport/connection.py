"""A `telegram.Bot` over a fast HTTP client, and a patient hello."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import chain, repeat

import structlog
from pydantic import SecretStr
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.domain.errors import Unavailable
from bot.transport.client import Client

log = structlog.get_logger()

POOL = 128
"""Connections to Telegram: two for each worker, who answers a button by two calls at once, and those of the outbox."""
PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)


def make_bot(token: SecretStr, api_url: str, request: BaseRequest | None = None) -> ExtBot[None]:
    """Make the bot; `api_url` is the root of a Bot API server. `request` replaces the network."""
    request = request or Client(POOL, api_url)
    return ExtBot(
        token.get_secret_value(),
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
    )


async def say_hello(bot: ExtBot[None]) -> None:
    """Find out who the bot is; wait while Telegram cannot be reached.

    Errors: `Unavailable` for a token that Telegram rejects.
    """
    try:
        await insist(bot.initialize)
    except BaseException:
        await bot.shutdown()
        raise


async def insist(call: Callable[[], Awaitable[object]]) -> None:
    """Repeat a call until Telegram can be reached.

    Errors: `Unavailable` when Telegram refuses the call or the token.
    """
    for pause_s in chain(PAUSES_S, repeat(PAUSES_S[-1])):
        try:
            await call()
        except InvalidToken as error:
            raise Unavailable("telegram.token_rejected") from error
        except BadRequest as error:
            raise Unavailable("telegram.refused", detail=error.message) from error
        except TelegramError as error:
            if pause_s == PAUSES_S[0]:
                log.warning("Telegram does not answer, trying again", error=f"{type(error).__name__}: {error}")
            await asyncio.sleep(pause_s)
        else:
            return
