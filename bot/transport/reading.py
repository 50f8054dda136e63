"""From a stored update to the library's application."""

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.transport.context import CARD_DATA, Context
from bot.transport.workers import Process

Telegram = Application[Any, Context, Any, Any, Any, Any]


def process_by(telegram: Telegram) -> Process:
    """Say how one raw update is worked off; what goes wrong is told by the application's own error handler."""

    async def process(raw: Mapping[str, Any]) -> None:
        await telegram.process_update(Update.de_json(_without_screen(raw), telegram.bot))

    return process


def _without_screen(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the card whose button was pressed: to parse it costs more than all the rest.

    What its buttons carry is kept beside it, as plain strings; the library hands on what it does not know.
    """
    query = raw.get("callback_query") or {}
    message = query.get("message")
    if not message:
        return dict(raw)
    place = {name: message[name] for name in ("message_id", "date", "chat") if name in message}
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
    carried = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
    return {**raw, "callback_query": {**query, "message": {**place, CARD_DATA: carried}}}
