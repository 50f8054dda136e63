"""From Telegram's JSON to the library's application."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from telegram import Bot, Chat, Message, Update, User
from telegram.ext import Application

from bot.transport.context import CARD_DATA, Context
from bot.transport.shape import Message as Described
from bot.transport.shape import is_readable
from bot.transport.workers import Process

log = structlog.get_logger()

NOTHING_BUT_TEXT = {"message_id", "date", "chat", "from", "text"}
DESCRIBED = frozenset(Described.__struct_encode_fields__)
UNREAD = "viche_unread"
"""Stands in a message of which something was left out."""

PLACE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")

Telegram = Application[Any, Context, Any, Any, Any, Any]


def process_by(telegram: Telegram) -> Process:
    """Say how one raw update is worked off; what goes wrong is told by the application's own error handler."""

    async def process(raw: Mapping[str, Any]) -> None:
        if (update := read_update(raw, telegram.bot)) is not None:
            await telegram.process_update(update)

    return process


def read_update(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """Read an update; None, and a line in the log, for what is not as Telegram describes it."""
    if not is_readable(raw):
        log.warning("an update is of no kind that the bot asks for", update_id=raw["update_id"])
        return None
    for reading in (_whole, _described):
        try:
            return reading(raw, bot)
        except Exception as error:  # noqa: BLE001  (whatever the library cannot read)
            log.warning("an update cannot be read", update_id=raw["update_id"], error=type(error).__name__)
    return None


def _whole(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    return _words(raw, bot) or Update.de_json(_without_screen(raw), bot)


def _described(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """Read of a message only what the bot leans on: whatever else is in it, somebody waits for an answer."""
    message = raw.get("message")
    if message is None:
        return None
    left = {name: value for name, value in message.items() if name in DESCRIBED and name != "reply_to_message"}
    return Update.de_json({"update_id": raw["update_id"], "message": {**left, UNREAD: True}}, bot)


def _words(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """Put a message that is nothing but text together: the library looks for a hundred other things in each."""
    message = raw.get("message") or {}
    if message.keys() != NOTHING_BUT_TEXT:
        return None
    sent_at = datetime.fromtimestamp(message["date"], UTC)
    chat, sender = Chat.de_json(message["chat"], bot), User.de_json(message["from"], bot)
    words = Message(message["message_id"], sent_at, chat, sender, text=message["text"])
    update = Update(raw["update_id"], message=words)
    words.set_bot(bot)
    update.set_bot(bot)
    return update


def _without_screen(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the card whose button was pressed: to parse it costs more than all the rest.

    What its buttons carry is kept beside it, as plain strings; the library hands on what it does not know.
    """
    query = raw.get("callback_query") or {}
    message = query.get("message")
    if not message:
        return dict(raw)
    place = {name: message[name] for name in PLACE if name in message}
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
    carried = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
    return {**raw, "callback_query": {**query, "message": {**place, CARD_DATA: carried}}}
