"""What Telegram's servers remember: people, chats, messages, files, open queries."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.transport.local.changes import Changes

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """A person of Telegram, or the bot itself."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def api(self) -> Json:
        """The `User` of the Bot API."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now; an edit replaces it.

    Shapes: `api` is the `Message` of the Bot API and is never changed in place. `keyboard` is the reply keyboard
    (or its removal, or a forced reply) that came with it, which the Bot API does not show again.
    `inline_message_id` names what came out of the bot's inline mode.
    """

    api: Json
    by_bot: bool
    keyboard: Json | None = None
    inline_message_id: str | None = None
    reactions: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        number: int = self.api["message_id"]
        return number


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file. `kind` is the field it travels in: photo, document, voice, sticker."""

    id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str
    described: Json


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way to the server."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(slots=True)
class Chat:
    """A chat as the server knows it; changes as people and the bot act.

    Shapes: `members` maps account ids to a status (creator, member, left). `bot_status` is the bot's own:
    absent (never met), seen (met elsewhere, but never written to), member, administrator, blocked, deactivated
    (the person has left Telegram) or kicked. `topics` maps the threads of a forum to whether they are open; None for
    a chat that is no forum.
    """

    id: int
    type: str
    api: Json
    members: dict[int, str]
    bot_status: str = "absent"
    migrated_to: int | None = None
    topics: dict[int, bool] | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboard: Json | None = None
    menu_button: Json | None = None
    action: str | None = None
    changed: Changes = field(default_factory=Changes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sees after pressing a button: a notice, an alert or a link; `text` is empty if nothing."""

    text: str
    alert: bool
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A pressed button or a typed inline query that waits for the bot. `answer` is set at the first answer."""

    id: str
    account: Account
    asked_at: datetime
    answer: "asyncio.Future[Any]"
