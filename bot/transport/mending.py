"""A reply once more, without what Telegram takes offence at."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import BadRequest

from bot.domain.markup import plain
from bot.domain.messages import MAX_CAPTION, MAX_TEXT, Reply
from bot.domain.wording import clipped
from bot.transport.errors import Outcome, read

log = structlog.get_logger()


async def mended(act: Callable[[Reply], Awaitable[Any]], reply: Reply) -> Any:
    """Say a reply, and once more without what Telegram takes offence at, if that can be mended.

    A link that it takes on no button (to localhost, say) is written out; a text that is too long is cut.
    Errors: those of the library.
    """
    try:
        return await act(reply)
    except BadRequest as error:
        outcome = read(error).outcome
        if outcome is Outcome.LINK_REFUSED:
            log.warning("Telegram takes no button with this link: its address is written out", host=_hosts(reply))
            return await act(_written_out(reply))
        if outcome is Outcome.TOO_LONG:
            log.warning("a message was too long for Telegram and was cut")
            return await act(_cut(reply))
        raise


def _cut(reply: Reply) -> Reply:
    is_caption = reply.attachment is not None or len(reply.files) == 1
    return replace(reply, text=escape(clipped(plain(reply.text), MAX_CAPTION if is_caption else MAX_TEXT)))


def _hosts(reply: Reply) -> str:
    return ", ".join(sorted({urlsplit(one.url).hostname or "" for row in reply.buttons for one in row if one.url}))


def _written_out(reply: Reply) -> Reply:
    links = [f"{escape(one.text)}: {escape(one.url)}" for row in reply.buttons for one in row if one.url]
    rows = tuple(left for row in reply.buttons if (left := tuple(one for one in row if not one.url)))
    return replace(reply, text="\n\n".join([reply.text, *links]), buttons=rows)
