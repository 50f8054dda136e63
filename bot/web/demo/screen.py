"""What is on a person's screen, as JSON for the page."""

from typing import Any

from bot.transport.local import Group, LocalTelegram, VisibleMessage
from bot.transport.local.links import start_payload
from bot.transport.local.view import keyboard_rows, see, serialise
from bot.web.demo.people import DemoPerson

Json = dict[str, Any]
MAX_MESSAGES = 300
"""Newest messages of a chat that are shown; every change sends them all."""

_SERVICE = ("group_chat_created", "new_chat_members", "left_chat_member")


def screen(telegram: LocalTelegram, who: DemoPerson) -> Json:
    language = who.person.account.language_code or ""
    return {
        "bot": {
            "username": telegram.bot.username,
            "name": telegram.profile.name(language),
            "description": telegram.profile.description(language),
        },
        "chats": [_chat(telegram, who, chat, language) for chat in who.chats(telegram)],
    }


def seen(telegram: LocalTelegram, chat: Group, message_id: int) -> VisibleMessage:
    """Look at one message. Errors: `LookupError` if it is gone."""
    message = chat.state.messages[message_id]
    return see(telegram, message)


def _chat(telegram: LocalTelegram, who: DemoPerson, chat: Group, language: str) -> Json:
    state = chat.state
    private = state.type == "private"
    shown = list(state.messages.values())[-MAX_MESSAGES:]
    return {
        "private": private,
        "title": telegram.profile.name(language) if private else state.api["title"],
        "version": state.changed.version,
        "messages": [_message(telegram, who, see(telegram, message)) for message in shown],
        "keyboard": keyboard_rows(state.keyboard),
        "commands": telegram.profile.commands_shown(chat.id, who.person.id, language, private=private),
        "started": not private or state.bot_status == "member",
        "typing": state.action is not None,
    }


def _message(telegram: LocalTelegram, who: DemoPerson, message: VisibleMessage) -> Json:
    api = telegram.chats[message.chat_id].messages[message.id].api
    bot = telegram.bot.username or ""
    described = serialise(message)
    for button in (button for row in described["buttons"] for button in row):
        button["start"] = start_payload(button["value"], bot) if button["action"] == "url" else None
    for segment in described["segments"]:
        segment["start"] = start_payload(segment["url"], bot) if segment["url"] else None
    for described_file, file in zip(described["files"], message.files, strict=True):
        described_file["size"] = len(file.content)
    own = api["from"]["id"] == who.person.id
    return described | {
        "own": own,
        "editable": own and "text" in api and "via_bot" not in api,
        "via": api.get("via_bot", {}).get("username"),
        "service": next((kind for kind in _SERVICE if kind in api), None),
        "contact": api.get("contact", {}).get("phone_number"),
    }
