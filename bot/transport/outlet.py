"""Words out, over a `telegram.Bot`: patient with the network, plain about refusals."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import structlog
from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.domain.feedback import FeedbackFile
from bot.domain.messages import Button, PhoneButton, Reply, Shared, Toast
from bot.domain.notices import NoticeState
from bot.services.ports import Sent
from bot.transport.client import call, upload
from bot.transport.errors import Outcome, read

log = structlog.get_logger()

PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Between tries while Telegram cannot be reached; the last one is kept."""

HTML = {"parse_mode": ParseMode.HTML.value, "link_preview_options": {"is_disabled": True}}

STATES = {
    Outcome.AGAIN: NoticeState.WAITING,
    Outcome.FATAL: NoticeState.WAITING,
    Outcome.UNSURE: NoticeState.UNSURE,
    Outcome.UNREACHABLE: NoticeState.UNREACHABLE,
}

Call = Callable[[int], Awaitable[Any]]


class TelegramOutlet:
    """An `Outlet` (see `bot.services.ports`)."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: int, reply: Reply, *, answers: int | None = None) -> int | None:
        replied = {"message_id": answers, "allow_sending_without_reply": True} if answers else None

        async def send(chat: int) -> Any:
            return await self._send(chat, reply, {"reply_parameters": replied})

        outcome, sent = await self._patiently("send", send, chat)
        return int(sent["message_id"]) if outcome is None else None

    async def deliver(self, chat: int, reply: Reply) -> Sent:
        try:
            await self._send(chat, reply, {})
        except TelegramError as error:
            reading = read(error)
            log.info("a notice did not arrive", outcome=reading.outcome.value)
            return Sent(STATES.get(reading.outcome, NoticeState.REFUSED), reading.wait_s)
        return Sent(NoticeState.SENT)

    async def send_file(self, chat: int, file: FeedbackFile) -> bool:
        kind = file.kind.value

        async def send(chat: int) -> Any:
            return await call(self._bot, f"send{kind.capitalize()}", {"chat_id": chat, kind: file.file_id})

        try:
            outcome, _ = await self._patiently("send a file", send, chat)
        except BadRequest:
            return False
        return outcome is None

    async def _send(self, chat: int, reply: Reply, more: Mapping[str, Any]) -> Any:
        """Send a reply by the method that fits it."""
        asked = {"chat_id": chat, "reply_markup": _keyboard(reply), **more}
        attachment = reply.attachment
        if attachment is None:
            return await call(self._bot, "sendMessage", {"text": reply.text, **HTML, **asked})
        kind = "photo" if attachment.is_picture else "document"
        file = InputFile(attachment.content, filename=attachment.name)
        caption = {"caption": reply.text, "parse_mode": HTML["parse_mode"]}
        return await upload(self._bot, f"send_{kind}", {kind: file, **caption, **asked})

    async def edit(self, chat: int, message: int, reply: Reply) -> bool:
        asked = {"message_id": message, "text": reply.text, "reply_markup": _keyboard(reply), **HTML}

        async def edit(chat: int) -> Any:
            return await call(self._bot, "editMessageText", {"chat_id": chat, **asked})

        outcome, _ = await self._patiently("edit", edit, chat, repeatable=True)
        return outcome in (None, Outcome.UNCHANGED)

    async def acknowledge(self, query: str, toast: Toast | None = None) -> None:
        asked: dict[str, Any] = {"callback_query_id": query}
        if toast:
            asked |= {"text": toast.text, "show_alert": toast.alert}

        async def acknowledge(_: int) -> Any:
            return await call(self._bot, "answerCallbackQuery", asked)

        await self._patiently("acknowledge", acknowledge, 0, repeatable=True)

    async def offer(self, query: str, results: Sequence[Shared], *, cache_s: int, personal: bool) -> None:
        articles = [_article(result) for result in results]
        asked = {"inline_query_id": query, "results": articles, "cache_time": cache_s, "is_personal": personal}

        async def offer(_: int) -> Any:
            return await call(self._bot, "answerInlineQuery", asked)

        await self._patiently("offer", offer, 0, repeatable=True)

    async def _patiently(
        self, verb: str, act: Call, chat: int, *, repeatable: bool = False
    ) -> tuple[Outcome | None, Any]:
        """Call until Telegram says yes or a final no. `repeatable`: doing it twice does no harm."""
        for pause_s in chain(PAUSES_S, repeat(PAUSES_S[-1])):
            try:
                return None, await act(chat)
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


def _article(result: Shared) -> dict[str, Any]:
    article: dict[str, Any] = {
        "type": "article",
        "id": result.id,
        "title": result.title,
        "description": result.description,
        "input_message_content": {"message_text": result.reply.text, **HTML},
    }
    keyboard = _keyboard(result.reply)
    return article if keyboard is None else article | {"reply_markup": keyboard}


def _keyboard(reply: Reply) -> dict[str, Any] | None:
    if reply.phone_button is not None:
        return _phone_keyboard(reply.phone_button)
    if not reply.buttons:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in reply.buttons]}


def _phone_keyboard(button: PhoneButton) -> dict[str, Any]:
    if button.label is None:
        return {"remove_keyboard": True}
    row = [{"text": button.label, "request_contact": True}]
    return {"keyboard": [row], "resize_keyboard": True, "one_time_keyboard": True}


def _button(button: Button) -> dict[str, str]:
    ways = {"callback_data": button.data, "url": button.url, "switch_inline_query": button.share}
    return {"text": button.text, **{name: value for name, value in ways.items() if value is not None}}
