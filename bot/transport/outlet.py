"""Words out, over a `telegram.Bot`: patient with the network, plain about refusals."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import structlog
from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.messages import MAX_TOAST, Button, FreshFile, PhoneButton, Reply, Shared, Toast
from bot.domain.notices import NoticeState
from bot.domain.wording import clipped
from bot.services.pace import Pace
from bot.services.ports import Sent
from bot.transport.client import call, upload
from bot.transport.errors import Outcome, read
from bot.transport.mending import mended

log = structlog.get_logger()

PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Between tries while Telegram cannot be reached; the last one is kept."""

HTML = {"parse_mode": ParseMode.HTML.value, "link_preview_options": {"is_disabled": True}}

STATES = {
    Outcome.AGAIN: NoticeState.WAITING,
    Outcome.FATAL: NoticeState.WAITING,
    Outcome.UNSURE: NoticeState.UNSURE,
    Outcome.SEVERED: NoticeState.UNSURE,
    Outcome.UNREACHABLE: NoticeState.UNREACHABLE,
}

AGAIN = frozenset({Outcome.AGAIN, Outcome.SEVERED})
"""What is tried again for a person who waits for an answer: rather twice than never."""

UPLOAD_READ_S = 120.0
"""How long an answer may take to a message that brings files: Telegram works on them before it answers."""

MEDIA = {FileKind.PHOTO: InputMediaPhoto, FileKind.DOCUMENT: InputMediaDocument}

Call = Callable[[int], Awaitable[Any]]


class TelegramOutlet:
    """An `Outlet` (see `bot.services.ports`). A flood that an answer meets is told to `pace`; answers do not ask it."""

    def __init__(self, bot: Bot, pace: Pace | None = None) -> None:
        self._bot = bot
        self._pace = pace or Pace()

    async def send(
        self, chat: int, reply: Reply, *, answers: int | None = None, topic: int | None = None
    ) -> int | None:
        replied = {"message_id": answers, "allow_sending_without_reply": True} if answers else None

        async def send(chat: int) -> Any:
            return await self._send(chat, reply, {"reply_parameters": replied, "message_thread_id": topic})

        outcome, sent = await self._patiently("send", send, chat)
        if outcome is Outcome.GONE and answers:  # in a topic, Telegram allows no sending without the message replied to
            return await self.send(chat, reply, topic=topic)
        if outcome is Outcome.NO_TOPIC and topic:  # the group is no forum any more
            return await self.send(chat, reply, answers=answers)
        return int(sent["message_id"]) if outcome is None else None

    async def deliver(self, chat: int, reply: Reply, *, paid: bool = False) -> Sent:
        more = {"allow_paid_broadcast": True} if paid else {}
        try:
            album = await self._send_album(chat, reply.files, more) if len(reply.files) > 1 else []
            # What follows an album is insisted on: the album must not come again with it.
            outcome, sent = await (self._patiently if album else _once)(
                "deliver", lambda chat: self._send(chat, reply, more), chat
            )
        except TelegramError as error:
            return _said(error)
        arrived = [*album, *([sent] if outcome is None else [])]
        numbers = tuple(int(message["message_id"]) for message in arrived)
        state = NoticeState.SENT if outcome is None else STATES.get(outcome, NoticeState.UNSURE)
        return Sent(state, messages=numbers, file_ids=_file_ids(arrived) if _brings_files(reply) else ())

    async def take_back(self, chat: int, messages: Sequence[int], instead: Reply) -> Sent:
        state = NoticeState.SENT
        for message in messages:
            try:
                await call(self._bot, "deleteMessage", {"chat_id": chat, "message_id": message})
            except TelegramError as error:
                if (outcome := read(error).outcome) is Outcome.REFUSED:
                    state = state if await self._blank(chat, message, instead) else NoticeState.REFUSED
                elif outcome in (Outcome.UNSURE, Outcome.SEVERED):
                    return Sent(NoticeState.WAITING)  # to delete twice does no harm
                elif outcome is not Outcome.GONE:
                    return _said(error)
        return Sent(state)

    async def _blank(self, chat: int, message: int, instead: Reply) -> bool:
        """Put other words in the place of a message, or of what stands under a file; say whether that could be done."""
        asked = {"chat_id": chat, "message_id": message, "reply_markup": None}
        ways = {
            "editMessageText": {"text": instead.text, **HTML},
            "editMessageCaption": {"caption": instead.text, "parse_mode": HTML["parse_mode"]},
        }
        for method, words in ways.items():
            try:
                await call(self._bot, method, {**asked, **words})
            except TelegramError as error:
                if read(error).outcome is not Outcome.GONE:
                    return read(error).outcome is Outcome.UNCHANGED
            else:
                return True
        return False

    async def _send_album(
        self, chat: int, files: Sequence[FeedbackFile | FreshFile], more: Mapping[str, Any]
    ) -> list[Any]:
        asked = {"chat_id": chat, **more}
        if any(isinstance(file, FreshFile) for file in files):
            media = [MEDIA[file.kind](_whole(file, in_album=True)) for file in files]
            return list(await _upload(self._bot, "send_media_group", {"media": media, **asked}))
        known = [{"type": file.kind.value, "media": _whole(file)} for file in files]
        return list(await call(self._bot, "sendMediaGroup", {"media": known, **asked}))

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
        return await mended(lambda reply: self._send_so(chat, reply, more), reply)

    async def _send_so(self, chat: int, reply: Reply, more: Mapping[str, Any]) -> Any:
        """Send a reply by the method that fits it."""
        asked = {"chat_id": chat, "reply_markup": _keyboard(reply), **more}
        attachment = reply.attachment
        if len(reply.files) == 1:
            [file], kind = reply.files, reply.files[0].kind.value
            caption = {"caption": reply.text, "parse_mode": HTML["parse_mode"], **asked}
            if isinstance(file, FreshFile):
                return await _upload(self._bot, f"send_{kind}", {kind: _whole(file), **caption})
            return await call(self._bot, f"send{kind.capitalize()}", {kind: _whole(file), **caption})
        if attachment is None:
            return await call(self._bot, "sendMessage", {"text": reply.text, **HTML, **asked})
        kind = "photo" if attachment.is_picture else "document"
        content = InputFile(attachment.content, filename=attachment.name)
        caption = {"caption": reply.text, "parse_mode": HTML["parse_mode"]}
        return await upload(self._bot, f"send_{kind}", {kind: content, **caption, **asked})

    async def edit(self, chat: int, message: int, reply: Reply) -> bool:
        async def edit(chat: int) -> Any:
            return await self._change(chat, message, reply)

        outcome, _ = await self._patiently("edit", edit, chat, repeatable=True)
        return outcome in (None, Outcome.UNCHANGED)

    async def refresh(self, chat: int, message: int, reply: Reply) -> bool:
        try:
            await self._change(chat, message, reply)
        except TelegramError as error:
            return read(error).outcome is Outcome.UNCHANGED
        return True

    async def _change(self, chat: int, message: int, reply: Reply) -> Any:
        async def change(reply: Reply) -> Any:
            asked = {"chat_id": chat, "message_id": message, "text": reply.text, "reply_markup": _keyboard(reply)}
            return await call(self._bot, "editMessageText", {**asked, **HTML})

        return await mended(change, reply)

    async def acknowledge(self, query: str, toast: Toast | None = None) -> bool:
        asked: dict[str, Any] = {"callback_query_id": query}
        if toast:
            asked |= {"text": clipped(toast.text, MAX_TOAST), "show_alert": toast.alert}

        async def acknowledge(_: int) -> Any:
            return await call(self._bot, "answerCallbackQuery", asked)

        outcome, _ = await self._patiently("acknowledge", acknowledge, 0, repeatable=True)
        return outcome is None

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
                    log.error("telegram refused", verb=verb, error=error.message.partition(":")[0])
                    raise
                if reading.outcome is Outcome.MOVED and reading.chat:
                    chat = reading.chat
                    continue
                if reading.wait_s is not None and chat >= 0:  # a group has a limit of its own
                    self._pace.flood(reading.wait_s)
                if reading.outcome not in (AGAIN | {Outcome.UNSURE} if repeatable else AGAIN):
                    log.info("telegram did not take it", verb=verb, outcome=reading.outcome.value)
                    return reading.outcome, None
                if reading.wait_s is not None:
                    log.info("telegram asks to wait before it takes more", verb=verb, wait_s=reading.wait_s)
                else:
                    log.warning("telegram cannot be reached, trying again", verb=verb, error=type(error).__name__)
                await asyncio.sleep(reading.wait_s if reading.wait_s is not None else pause_s)
        raise AssertionError("unreachable")


async def _once(_verb: str, act: Call, chat: int) -> tuple[Outcome | None, Any]:
    """Call, and follow a group that has moved.

    Errors: those of the library.
    """
    try:
        return None, await act(chat)
    except TelegramError as error:
        moved = read(error).chat
        if moved is None:
            raise
        return None, await act(moved)


def _said(error: TelegramError) -> Sent:
    """Say what became of a message that did not arrive."""
    reading = read(error)
    log.info("a notice did not arrive", outcome=reading.outcome.value)
    state, is_unknown = STATES.get(reading.outcome, NoticeState.REFUSED), reading.outcome is Outcome.FILE_UNKNOWN
    return Sent(state, reading.wait_s, reason=error.message, is_file_unknown=is_unknown)


def _brings_files(reply: Reply) -> bool:
    return any(isinstance(file, FreshFile) for file in reply.files)


def _whole(file: FeedbackFile | FreshFile, *, in_album: bool = False) -> Any:
    """What stands for a file in a request: its id, or itself."""
    if isinstance(file, FeedbackFile):
        return file.file_id
    return InputFile(file.content, filename=file.name, attach=in_album)


def _file_ids(messages: Sequence[Any]) -> tuple[str, ...]:
    """Where Telegram keeps the files of messages; of a photo the largest size."""
    found = (message["photo"][-1] if "photo" in message else message.get("document") for message in messages)
    return tuple(str(file["file_id"]) for file in found if file)


async def _upload(bot: Bot, method: str, params: Mapping[str, Any]) -> Any:
    given = {name: value for name, value in params.items() if value is not None}
    return await upload(bot, method, given, read_timeout=UPLOAD_READ_S)


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
