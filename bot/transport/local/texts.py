"""Texts and captions: what the server makes of them and what it refuses."""

import re

from bot.transport.local.arguments import Arguments
from bot.transport.local.html import parse_html, utf16_length
from bot.transport.local.links import checked_link, link_fault
from bot.transport.local.refusals import bad_request
from bot.transport.local.state import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024
"""Counted here in UTF-16, as Telegram's own applications count: a bot that keeps to that fits however it is counted."""
MAX_RAW_BYTES = 32 * 1024

_PLAIN_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    ]
)
_CARRIED = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
_OPAQUE = ("code", "pre", "text_link", "text_mention")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)»])"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<bot_command>(?<![\w/@.])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@./])@[a-zA-Z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#&])#\w*[^\W\d]\w*)"
)


def found_entities(text: str) -> list[Json]:
    """Find what Telegram marks by itself: commands, links, mentions, hashtags, addresses."""
    if not any(sign in text for sign in "/@#"):
        return []
    return [
        {
            "type": found.lastgroup,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in _FOUND.finditer(text)
    ]


def message_text(args: Arguments) -> Json:
    """Read a message's text into its `text` and `entities`."""
    text, entities = _formatted(args, args.text("text"), "entities")
    if not text:
        raise bad_request("text must be non-empty" if args.has("text") else "message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return _body("text", text, entities)


def message_caption(args: Arguments) -> Json:
    """Read a caption into `caption` and `caption_entities`; nothing if there is none."""
    text, entities = _formatted(args, args.text("caption"), "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return _body("caption", text, entities)


def _body(name: str, text: str, entities: list[Json]) -> Json:
    if not text:
        return {}
    marks = "entities" if name == "text" else "caption_entities"
    return {name: text, marks: entities} if entities else {name: text}


def _formatted(args: Arguments, raw: str, entities_name: str) -> tuple[str, list[Json]]:
    if len(raw.encode("utf-8", "surrogatepass")) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    mode = args.text("parse_mode").lower()
    if mode in ("markdown", "markdownv2"):
        raise bad_request("unsupported parse_mode: the local Telegram reads HTML only")
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    if mode:
        text, entities = parse_html(raw)
    else:
        text, entities = raw, _given_entities(raw, args.structure(entities_name, list) or [])
    text, entities = _trimmed(text.replace("\r", ""), entities)
    opaque = (entity for entity in entities if entity["type"] in _OPAQUE)
    taken = {at for entity in opaque for at in range(entity["offset"], entity["offset"] + entity["length"])}
    entities += [entity for entity in found_entities(text) if entity["offset"] not in taken]
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space off both ends, as the server does, and entities with it."""
    trimmed = text.strip()
    if trimmed == text or not entities:
        return trimmed, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(trimmed)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] - cut + entity["length"], end)
        if first < last:
            kept.append(entity | {"offset": first, "length": last - first})
    return trimmed, kept


def _given_entities(text: str, entities: list[Json]) -> list[Json]:
    end = utf16_length(text)
    return [_given_entity(entity, end) for entity in entities]


def _given_entity(entity: Json, end: int) -> Json:
    kind = entity.get("type")
    carried = _CARRIED.get(str(kind))
    if kind not in _PLAIN_TYPES and carried is None:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if carried is not None and carried not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{carried}\"")
    offset, length = int(entity["offset"]), int(entity["length"])
    if offset < 0 or length < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if offset > end:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset "
            f"{offset + length}"
        )
    if kind != "text_link":
        return dict(entity)
    fault = link_fault(entity["url"])
    if fault is not None:
        raise bad_request(f"entity URL '{entity['url']}' is invalid: {fault}")
    return entity | {"url": checked_link(entity["url"])}
