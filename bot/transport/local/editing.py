"""The methods by which a bot edits and deletes messages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.transport.local.arguments import Arguments
from bot.transport.local.files import sent_file
from bot.transport.local.keyboards import only_inline
from bot.transport.local.refusals import bad_request
from bot.transport.local.state import Chat, Json, Message
from bot.transport.local.texts import message_caption, message_text
from bot.transport.local.world import World

DELETABLE = timedelta(hours=48)
MAX_BATCH = 100
_MEDIA = ("photo", "document", "voice")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_text(world: World, args: Arguments) -> Json | bool:
    body = message_text(args)

    def edited(old: Json) -> Json:
        if "text" not in old:
            raise bad_request("there is no text in the message to edit")
        return _without(old, "text", "entities") | body

    return _edit(world, args, edited)


def edit_caption(world: World, args: Arguments) -> Json | bool:
    body = message_caption(args)

    def edited(old: Json) -> Json:
        if not any(kind in old for kind in _MEDIA):
            raise bad_request("there is no caption in the message to edit")
        return _without(old, "caption", "caption_entities") | body

    return _edit(world, args, edited)


def edit_media(world: World, args: Arguments) -> Json | bool:
    media: Json = args.structure("media", dict)
    kind = media.get("type", "")
    if kind not in _MEDIA:
        raise bad_request("unsupported media type specified")
    body = sent_file(world, args, kind, media.get("media", ""))
    names = ("caption", "parse_mode", "caption_entities")
    caption = Arguments("editMessageCaption", {name: media[name] for name in names if name in media})
    body |= message_caption(caption)
    return _edit(
        world, args, lambda old: _without(old, *_MEDIA, "text", "entities", "caption", "caption_entities") | body
    )


def edit_markup(world: World, args: Arguments) -> Json | bool:
    return _edit(world, args, dict)


def _edit(world: World, args: Arguments, edited: Callable[[Json], Json]) -> Json | bool:
    """Apply an edit. An edit without `reply_markup` removes the inline keyboard."""
    markup = only_inline(args)
    if args.has("inline_message_id"):
        return _edit_inline(world, args.text("inline_message_id"), edited, markup)
    if not args.has("chat_id"):
        raise bad_request("chat_id is empty")
    if not args.has("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.open_chat(args.text("chat_id"))
    message = world.message(chat, args.integer("message_id"), "message to edit not found")
    if not message.by_bot or message.keyboard is not None:
        raise bad_request("message can't be edited")
    api = _changed(message.api, edited, markup)
    return world.change(chat, message, api | {"edit_date": world.now()}).api


def _edit_inline(world: World, identifier: str, edited: Callable[[Json], Json], markup: Json | None) -> bool:
    message = world.inline_messages.get(identifier)
    if message is None:
        raise bad_request("MESSAGE_ID_INVALID")
    api = _changed(message.api, edited, markup) | {"edit_date": world.now()}
    edited_message = replace(message, api=api)
    world.inline_messages[identifier] = edited_message
    chat = world.chats.get(api["chat"]["id"])
    if chat is not None and message.id in chat.messages:
        chat.messages[message.id] = edited_message
    world.touch(chat)
    return True


def _changed(old: Json, edited: Callable[[Json], Json], markup: Json | None) -> Json:
    new = _without(edited(old), "reply_markup")
    if markup is not None:
        new["reply_markup"] = markup
    if new == old:
        raise bad_request(_NOT_MODIFIED)
    return new


def _without(api: Json, *names: str) -> Json:
    return {name: value for name, value in api.items() if name not in names}


def delete_message(world: World, args: Arguments) -> bool:
    chat = world.open_chat(args.text("chat_id"))
    message = world.message(chat, args.integer("message_id"), "message to delete not found")
    if not _deletable(world, chat, message):
        raise bad_request("message can't be deleted for everyone")
    world.remove(chat, message.id)
    return True


def delete_messages(world: World, args: Arguments) -> bool:
    """Delete what can be deleted of up to 100 messages; the others are skipped."""
    chat = world.open_chat(args.text("chat_id"))
    numbers: list[Any] = args.structure("message_ids", list)
    if not 1 <= len(numbers) <= MAX_BATCH:
        raise bad_request("wrong number of message identifiers specified")
    for number in numbers:
        message = chat.messages.get(int(number))
        if message is not None and _deletable(world, chat, message):
            world.remove(chat, message.id)
    return True


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    if world.clock().timestamp() - message.api["date"] > DELETABLE.total_seconds():
        return False
    return message.by_bot or chat.type == "private" or chat.bot_status == "administrator"
