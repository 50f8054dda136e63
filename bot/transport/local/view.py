"""What a person sees on the screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from bot.transport.local.files import file_ids
from bot.transport.local.state import Chat, Json, Message
from bot.transport.local.world import World

_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre"}
_TAGS |= {"spoiler": "tg-spoiler", "blockquote": "blockquote", "expandable_blockquote": "blockquote"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text in one look. `marks` are entity types, outermost first."""

    text: str
    marks: tuple[str, ...] = ()
    url: str | None = None

    @property
    def html(self) -> str:
        shown = escape(self.text, quote=False)
        for tag in (_TAGS[mark] for mark in reversed(self.marks) if mark in _TAGS):
            shown = f"<{tag}>{shown}</{tag}>"
        return f'<a href="{escape(self.url)}">{shown}</a>' if self.url else shown


@dataclass(frozen=True, slots=True)
class Button:
    """`action` is the field of the Bot API that says what the button does, `value` what is in it."""

    text: str
    action: str
    value: str

    @property
    def data(self) -> str | None:
        return self.value if self.action == "callback_data" else None

    @property
    def url(self) -> str | None:
        return self.value if self.action == "url" else None


@dataclass(frozen=True, slots=True)
class VisibleFile:
    id: str
    kind: str
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class VisibleMessage:
    """A message as it looked when it was read; look again after something changed.

    Shapes: `text` is the plain text or caption. `keyboard` are the rows of a reply keyboard that came with it.
    `sent_at_s` is Unix time. `inline_message_id` is set for what the bot's inline mode put into a chat.
    """

    id: int
    chat_id: int
    from_bot: bool
    sender: str
    text: str
    segments: tuple[Segment, ...]
    buttons: tuple[tuple[Button, ...], ...]
    keyboard: tuple[tuple[str, ...], ...]
    files: tuple[VisibleFile, ...]
    edited: bool
    pinned: bool
    reactions: tuple[str, ...]
    reply_to: int | None
    album: str | None
    sent_at_s: int
    inline_message_id: str | None = None
    topic: int | None = None

    @property
    def html(self) -> str:
        return "".join(segment.html for segment in self.segments)

    @property
    def labels(self) -> list[list[str]]:
        """The inline buttons' texts, row by row."""
        return [[button.text for button in row] for row in self.buttons]

    def button(self, what: str) -> Button | None:
        """Find an inline button by its text or its data."""
        return next((b for row in self.buttons for b in row if what in (b.text, b.data)), None)


def segments(text: str, entities: list[Json]) -> Iterator[Segment]:
    """Cut a text where its look changes. Units: entity offsets count UTF-16."""
    raw = text.encode("utf-16-le")
    points = {0, len(raw) // 2}
    for entity in entities:
        points |= {entity["offset"], entity["offset"] + entity["length"]}
    for begin, end in pairwise(sorted(points)):
        over = [e for e in entities if e["offset"] <= begin and end <= e["offset"] + e["length"]]
        piece = raw[2 * begin : 2 * end].decode("utf-16-le")
        url = next((_link(entity, piece) for entity in over if entity["type"] in ("text_link", "url")), None)
        yield Segment(piece, tuple(entity["type"] for entity in over), url)


def _link(entity: Json, text: str) -> str:
    return str(entity.get("url", text))


def buttons(markup: Json | None) -> tuple[tuple[Button, ...], ...]:
    if not markup:
        return ()
    return tuple(tuple(_button(button) for button in row) for row in markup["inline_keyboard"])


def _button(button: Json) -> Button:
    action = next(name for name in button if name not in ("text", "style", "icon_custom_emoji_id"))
    value = button[action]
    if isinstance(value, dict):
        value = value.get("url") or value.get("text") or value.get("query", "")
    return Button(button["text"], action, str(value))


def keyboard_rows(markup: Json | None) -> tuple[tuple[str, ...], ...]:
    rows = (markup or {}).get("keyboard", [])
    return tuple(tuple(key if isinstance(key, str) else key["text"] for key in row) for row in rows)


def see(world: World, message: Message) -> VisibleMessage:
    """Show one message."""
    api = message.api
    chat = world.chats.get(api["chat"]["id"])
    text = api.get("text") or api.get("caption") or ""
    entities = api.get("entities") or api.get("caption_entities") or []
    stored = [world.files[file_id] for file_id in file_ids(api)]
    return VisibleMessage(
        id=message.id,
        chat_id=api["chat"]["id"],
        from_bot=message.by_bot,
        sender=api["from"]["first_name"],
        text=text,
        segments=tuple(segments(text, entities)) if text else (),
        buttons=buttons(api.get("reply_markup")),
        keyboard=keyboard_rows(message.keyboard),
        files=tuple(VisibleFile(f.id, f.kind, f.name, f.mime, f.content) for f in stored),
        edited="edit_date" in api,
        pinned=chat is not None and message.id in chat.pinned,
        reactions=message.reactions,
        reply_to=api.get("reply_to_message", {}).get("message_id"),
        album=api.get("media_group_id"),
        sent_at_s=api["date"],
        inline_message_id=message.inline_message_id,
        topic=api.get("message_thread_id"),
    )


def serialise(message: VisibleMessage) -> Json:
    """Put a message into JSON for a web page: text in segments that need no parsing, files by id."""
    return {
        "id": message.id,
        "from_bot": message.from_bot,
        "sender": message.sender,
        "segments": [{"text": s.text, "marks": list(s.marks), "url": s.url} for s in message.segments],
        "buttons": [[{"text": b.text, "action": b.action, "value": b.value} for b in row] for row in message.buttons],
        "files": [{"id": f.id, "kind": f.kind, "name": f.name, "mime": f.mime} for f in message.files],
        "edited": message.edited,
        "pinned": message.pinned,
        "reactions": list(message.reactions),
        "reply_to": message.reply_to,
        "album": message.album,
        "sent_at_s": message.sent_at_s,
    }


def messages(world: World, chat: Chat) -> list[VisibleMessage]:
    return [see(world, message) for message in chat.messages.values()]
