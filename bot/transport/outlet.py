"""Words out, over a `telegram.Bot`: patient with the network, plain about refusals."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, repeat
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.domain.messages import Reply, Shared, Toast
from bot.transport.errors import Outcome, read

log = structlog.get_logger()

PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Between tries while Telegram cannot be reached; the last one is kept."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Call = Callable[[int], Awaitable[Any]]


class TelegramOutlet:
    """An `Outlet` (see `bot.services.ports`)."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: int, reply: Reply, *, answers: int | None = None) -> int | None:
        to = ReplyParameters(answers, allow_sending_without_reply=True) if answers else None
        attachment = reply.attachment
        if attachment:

            async def call(chat: int) -> Any:
                return await self._bot.send_document(
                    chat,
                    InputFile(attachment.content, filename=attachment.name),
                    caption=reply.text,
                    parse_mode=ParseMode.HTML,
                    reply_markup=_keyboard(reply),
                    reply_parameters=to,
                )

        else:

            async def call(chat: int) -> Any:
                return await self._bot.send_message(
                    chat,
                    reply.text,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=_keyboard(reply),
                    reply_parameters=to,
                )

        outcome, message = await self._patiently("send", call, chat)
        return message.message_id if outcome is None else None

    async def edit(self, chat: int, message: int, reply: Reply) -> bool:
        async def call(chat: int) -> Any:
            return await self._bot.edit_message_text(
                reply.text,
                chat_id=chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=_keyboard(reply),
            )

        outcome, _ = await self._patiently("edit", call, chat, repeatable=True)
        return outcome in (None, Outcome.UNCHANGED)

    async def acknowledge(self, query: str, toast: Toast | None = None) -> None:
        async def call(_: int) -> Any:
            if toast is None:
                return await self._bot.answer_callback_query(query)
            return await self._bot.answer_callback_query(query, text=toast.text, show_alert=toast.alert)

        await self._patiently("acknowledge", call, 0, repeatable=True)

    async def offer(self, query: str, results: Sequence[Shared], *, cache_s: int, personal: bool) -> None:
        articles = [
            InlineQueryResultArticle(
                result.id,
                result.title,
                InputTextMessageContent(result.reply.text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
                reply_markup=_keyboard(result.reply),
                description=result.description,
            )
            for result in results
        ]

        async def call(_: int) -> Any:
            return await self._bot.answer_inline_query(query, articles, cache_time=cache_s, is_personal=personal)

        await self._patiently("offer", call, 0, repeatable=True)

    async def _patiently(
        self, verb: str, call: Call, chat: int, *, repeatable: bool = False
    ) -> tuple[Outcome | None, Any]:
        """Call until Telegram says yes or a final no. `repeatable`: doing it twice does no harm."""
        for pause_s in chain(PAUSES_S, repeat(PAUSES_S[-1])):
            try:
                return None, await call(chat)
            except TelegramError as error:
                reading = read(error)
                if reading.outcome is Outcome.FATAL or reading.outcome is Outcome.REFUSED:
                    log.error("telegram refused", verb=verb, error=str(error))
                    raise
                if reading.outcome is Outcome.MOVED and reading.chat:
                    chat = reading.chat
                    continue
                if reading.outcome is not Outcome.AGAIN and not (reading.outcome is Outcome.UNSURE and repeatable):
                    log.info("telegram did not take it", verb=verb, outcome=reading.outcome.value)
                    return reading.outcome, None
                log.warning("telegram cannot be reached, trying again", verb=verb, error=type(error).__name__)
                await asyncio.sleep(reading.wait_s if reading.wait_s is not None else pause_s)
        raise AssertionError("unreachable")


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    if not reply.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.text,
                    callback_data=button.data,
                    url=button.url,
                    switch_inline_query=button.share,
                )
                for button in row
            ]
            for row in reply.buttons
        ]
    )
