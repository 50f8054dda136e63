"""The methods by which a bot sends, forwards and copies messages."""

from bot.transport.local.arguments import Arguments
from bot.transport.local.files import sent_file
from bot.transport.local.keyboards import read_markup
from bot.transport.local.refusals import bad_request
from bot.transport.local.state import Chat, Json, Message
from bot.transport.local.texts import message_caption, message_text
from bot.transport.local.world import World

MAX_ALBUM = 10
MAX_BATCH = 100
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "record_audio",
        "upload_audio",
    ]
)
_CONTENT = frozenset(
    ["text", "entities", "caption", "caption_entities", "photo", "document", "voice", "sticker", "contact"]
)


def send_message(world: World, args: Arguments) -> Json:
    return _send(world, args, message_text(args))


def send_photo(world: World, args: Arguments) -> Json:
    return _send_file(world, args, "photo", {})


def send_document(world: World, args: Arguments) -> Json:
    return _send_file(world, args, "document", {})


def send_voice(world: World, args: Arguments) -> Json:
    return _send_file(world, args, "voice", {"duration": args.integer("duration")})


def send_media_group(world: World, args: Arguments) -> list[Json]:
    media: list[Json] = args.structure("media", list)
    if not media:
        raise bad_request("there are no media messages to send")
    if len(media) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {item.get("type") for item in media}
    if not kinds <= {"photo", "document"}:
        raise bad_request("can't use the media of the specified type in the album")
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    bodies = [_album_item(world, args, item) for item in media]
    chat = world.open_chat(args.text("chat_id"))
    extras = {"media_group_id": str(world.number()), **_extras(args, chat)}
    return [world.place(chat, world.bot, body | extras).api for body in bodies]


def _album_item(world: World, args: Arguments, item: Json) -> Json:
    names = ("caption", "parse_mode", "caption_entities")
    caption = Arguments("editMessageCaption", {name: item[name] for name in names if name in item})
    return sent_file(world, args, item["type"], item.get("media", "")) | message_caption(caption)


def send_chat_action(world: World, args: Arguments) -> bool:
    chat = world.open_chat(args.text("chat_id"))
    if args.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = args.text("action")
    world.touch(chat)
    return True


def forward_message(world: World, args: Arguments) -> Json:
    source = world.chat(args.text("from_chat_id"))
    message = world.message(source, args.integer("message_id"), "message to forward not found")
    _check_unprotected(message, "forwarded")
    chat = world.open_chat(args.text("chat_id"))
    origin = message.api.get("forward_origin") or {
        "type": "user",
        "sender_user": message.api["from"],
        "date": message.api["date"],
    }
    body = _content(message) | {"forward_origin": origin}
    return world.place(chat, world.bot, body | _extras(args, chat)).api


def copy_message(world: World, args: Arguments) -> Json:
    source = world.chat(args.text("from_chat_id"))
    message = world.message(source, args.integer("message_id"), "message to copy not found")
    _check_unprotected(message, "copied")
    body = _content(message)
    if args.has("caption") and "text" not in body:
        body = {name: value for name, value in body.items() if not name.startswith("caption")} | message_caption(args)
    return {"message_id": _send(world, args, body)["message_id"]}


def copy_messages(world: World, args: Arguments) -> list[Json]:
    source = world.chat(args.text("from_chat_id"))
    numbers: list[int] = args.structure("message_ids", list)
    if not 1 <= len(numbers) <= MAX_BATCH or numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order, 1 to 100 of them")
    chat = world.open_chat(args.text("chat_id"))
    found = [source.messages[number] for number in numbers if number in source.messages]
    if not found:
        raise bad_request("there are no messages to copy")
    bodies = [_content(message) for message in found]
    if args.flag("remove_caption"):
        bodies = [{name: value for name, value in body.items() if not name.startswith("caption")} for body in bodies]
    extras = _extras(args, chat)
    return [{"message_id": world.place(chat, world.bot, body | extras).id} for body in bodies]


def _send_file(world: World, args: Arguments, kind: str, details: Json) -> Json:
    caption = message_caption(args)
    chat = world.open_chat(args.text("chat_id"))
    return _place(world, args, chat, sent_file(world, args, kind, args.text(kind), details) | caption)


def _send(world: World, args: Arguments, body: Json) -> Json:
    return _place(world, args, world.open_chat(args.text("chat_id")), body)


def _place(world: World, args: Arguments, chat: Chat, body: Json) -> Json:
    inline, other = read_markup(args)
    extras = _extras(args, chat)
    if inline is not None:
        extras["reply_markup"] = inline
    return world.place(chat, world.bot, body | extras, other).api


def _extras(args: Arguments, chat: Chat) -> Json:
    """Read what any message may carry besides its content."""
    extras: Json = {}
    if args.flag("protect_content"):
        extras["has_protected_content"] = True
    thread = args.integer("message_thread_id")
    if thread and thread not in (chat.topics or {}):
        raise bad_request("message thread not found")
    reply: Json | None = args.structure("reply_parameters", dict)
    if reply is not None:
        if "message_id" not in reply:
            raise bad_request('can\'t find field "message_id"')
        replied = chat.messages.get(int(reply["message_id"]))
        if replied is not None:
            extras["reply_to_message"] = {k: v for k, v in replied.api.items() if k != "reply_to_message"}
            thread = thread or replied.api.get("message_thread_id", 0)
        elif not reply.get("allow_sending_without_reply") or chat.topics is not None:
            raise bad_request("message to be replied not found")
    return extras | in_topic(chat, thread)


def in_topic(chat: Chat, thread: int) -> Json:
    """Say of a message in which topic it stands; nothing for the general one, whose number is 0."""
    if not thread or chat.topics is None:
        return {}
    if not chat.topics[thread]:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def _content(message: Message) -> Json:
    return {name: value for name, value in message.api.items() if name in _CONTENT}


def _check_unprotected(message: Message, verb: str) -> None:
    if message.api.get("has_protected_content"):
        raise bad_request(f"message can't be {verb}")
