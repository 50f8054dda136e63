"""What people do in Telegram: write, press, send files, block, search inline."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.transport.local.chatting import describe_member
from bot.transport.local.files import file_body, keep
from bot.transport.local.groups import Group, heard_by_bot
from bot.transport.local.html import parse_html
from bot.transport.local.links import is_start_payload, start_payload
from bot.transport.local.screens import Screen
from bot.transport.local.sending import in_topic
from bot.transport.local.state import Answer, Chat, Json, Message, Query, Upload
from bot.transport.local.texts import MAX_TEXT, found_entities
from bot.transport.local.view import Button, VisibleMessage, see
from bot.transport.local.world import CALLBACK_LIFETIME, INLINE_LIFETIME


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One line of an inline query's results. `body` is the message it becomes."""

    id: str
    title: str
    description: str
    query: str
    body: Json

    @property
    def text(self) -> str:
        return str(self.body.get("text") or self.body.get("caption") or "")


class Person(Screen):
    """One person at one phone. Everything they do reaches the bot as an update.

    Errors: `ValueError` for what the application on the phone would not let them do; `LookupError` for a button
    that is not there.
    """

    async def say(
        self, text: str, reply_to: VisibleMessage | None = None, chat: Group | None = None, topic: int = 0
    ) -> VisibleMessage:
        """Write a message, in a forum perhaps in one of its topics."""
        written = text.strip()
        if not 1 <= len(written) <= MAX_TEXT:
            raise ValueError(f"a message has 1 to {MAX_TEXT} characters")
        place = in_topic(chat.state, topic) if chat else {}
        return self._write(_text_body(written) | place, chat, reply_to)

    async def say_formatted(self, html: str) -> VisibleMessage:
        """Write a message with a look, given as the HTML that makes the same."""
        text, entities = parse_html(html)
        return self._write({"text": text, "entities": entities})

    async def open_link(self, payload: str = "") -> VisibleMessage:
        """Open `t.me/…?start=payload` and press Start."""
        if payload and not is_start_payload(payload):
            raise ValueError(f"a start payload is 1 to 64 of A-Z a-z 0-9 _ -, not {payload!r}")
        if self.blocked:
            await self.unblock()
        return await self.say(f"/start {payload}".strip())

    async def edit(self, message: VisibleMessage, text: str) -> VisibleMessage:
        """Change one's own message, or what stands under one's own file."""
        chat = self._world.chats[message.chat_id]
        current = chat.messages[message.id]
        is_file = any(kind in current.api for kind in ("photo", "document"))
        if current.api["from"]["id"] != self.id or not (is_file or "text" in current.api):
            raise ValueError("only one's own text can be edited")
        words = ("text", "entities", "caption", "caption_entities")
        kept = {name: value for name, value in current.api.items() if name not in words}
        new = {"caption": text} if is_file else _text_body(text)
        edited = self._world.change(chat, current, kept | new | {"edit_date": self._world.now()})
        if heard_by_bot(self._world, chat, edited):
            self._world.updates.push("edited_message", edited.api, ("chat", chat.id))
        return see(self._world, edited)

    async def send_photo(self, content: bytes, caption: str = "", album: str | None = None) -> VisibleMessage:
        """Send a picture; pictures with the same `album` belong together."""
        return self._send("photo", Upload("photo.jpg", content, "image/jpeg"), caption, album)

    async def send_document(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        mime: str = "application/octet-stream",
        album: str | None = None,
    ) -> VisibleMessage:
        return self._send("document", Upload(name, content, mime), caption, album)

    async def send_voice(self, content: bytes, duration_s: int = 1) -> VisibleMessage:
        return self._send("voice", Upload("voice.ogg", content, "audio/ogg"), details={"duration": duration_s})

    async def send_sticker(self, emoji: str = "👍") -> VisibleMessage:
        details: Json = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        details |= {"type": "regular", "emoji": emoji}
        return self._send("sticker", Upload("sticker.webp", emoji.encode(), "image/webp"), details=details)

    async def send_contact(self, phone_number: str, user_id: int | None = None) -> VisibleMessage:
        """Share a contact: one's own unless another user's id is given (0 for somebody outside Telegram)."""
        contact: Json = {"phone_number": phone_number, "first_name": self.account.first_name}
        if user_id != 0:
            contact["user_id"] = self.id if user_id is None else user_id
        return self._write({"contact": contact})

    def tap(self, message: VisibleMessage, what: str) -> Query | None:
        """Press a callback button and do not wait; None if the message is gone by now."""
        button = message.button(what)
        if button is None or button.data is None:
            raise LookupError(f"no callback button {what!r} among {message.labels}")
        current = self._current(message)
        if current is None:
            return None
        world = self._world
        query = self._ask(str(world.number()))
        world.ask(world.callbacks, query, CALLBACK_LIFETIME)
        payload: Json = {"id": query.id, "from": self.account.api, "chat_instance": str(message.chat_id)}
        if message.inline_message_id is not None:
            payload["inline_message_id"] = message.inline_message_id
        else:
            payload["message"] = current.api
        world.updates.push("callback_query", payload | {"data": button.data}, ("callback", self.id))
        return query

    async def press(self, message: VisibleMessage | None, what: str, timeout_s: float = 5) -> Answer | None:
        """Press a button by its text or data: inline, or of the reply keyboard.

        Returns what the bot answers to a callback button; None for another button, or if no answer came in time.
        """
        button = message.button(what) if message is not None else None
        if message is None or button is None:
            await self._press_key(what, message)
            return None
        if button.data is None:
            await self._follow(button)
            return None
        query = self.tap(message, what)
        return None if query is None else await _within(timeout_s, query)

    async def block(self) -> None:
        """Stop the bot: it may not write any more."""
        self._change_membership("blocked")

    async def unblock(self) -> None:
        self._change_membership("member")

    async def leave_telegram(self) -> None:
        """Delete one's account; the bot is told nothing."""
        self._private.bot_status = "deactivated"

    async def inline(self, query: str, timeout_s: float = 5) -> list[InlineResult] | None:
        """Type `@bot query` in some chat; None if no results came in time."""
        world = self._world
        if self._private.bot_status == "absent":
            self._private.bot_status = "seen"
        asked = self._ask(str(world.number()))
        world.ask(world.inline_queries, asked, INLINE_LIFETIME)
        payload = {"id": asked.id, "from": self.account.api, "query": query, "offset": "", "chat_type": "private"}
        world.updates.push("inline_query", payload, ("inline", self.id))
        results: list[Json] | None = await _within(timeout_s, asked)
        if results is None:
            return None
        return [InlineResult(r["id"], r.get("title", ""), r.get("description", ""), query, r["body"]) for r in results]

    async def choose(self, result: InlineResult, chat: Group | None = None) -> VisibleMessage:
        """Put an inline result into a group, or into a chat the bot cannot see."""
        world = self._world
        identifier = f"inline-{world.number()}"
        body = result.body | {"via_bot": world.bot.api}
        if chat is not None:
            message = self._place(chat.state, body, identifier)
        else:
            elsewhere = Chat(0, "private", {"id": 0, "type": "private"}, {})
            message = world.place(elsewhere, self.account, body, inline_message_id=identifier)
        world.inline_messages[identifier] = message
        if world.inline_feedback:
            chosen: Json = {"result_id": result.id, "from": self.account.api, "query": result.query}
            if "reply_markup" in body:
                chosen["inline_message_id"] = identifier
            world.updates.push("chosen_inline_result", chosen, ("inline", self.id))
        return see(world, message)

    def _ask(self, identifier: str) -> Query:
        return Query(identifier, self.account, self._world.clock(), asyncio.get_running_loop().create_future())

    def _current(self, message: VisibleMessage) -> Message | None:
        if message.inline_message_id is not None:
            return self._world.inline_messages.get(message.inline_message_id)
        return self._world.chats[message.chat_id].messages.get(message.id)

    def _send(
        self, kind: str, upload: Upload, caption: str = "", album: str | None = None, details: Json | None = None
    ) -> VisibleMessage:
        body = file_body(keep(self._world, kind, upload, details))
        if caption:
            body["caption"] = caption
            body |= {"caption_entities": marks} if (marks := found_entities(caption)) else {}
        if album:
            body["media_group_id"] = album
        return self._write(body)

    def _write(self, body: Json, group: Group | None = None, reply_to: VisibleMessage | None = None) -> VisibleMessage:
        chat = group.state if group is not None else self._private
        if reply_to is not None:
            body["reply_to_message"] = chat.messages[reply_to.id].api
        return see(self._world, self._place(chat, body))

    def _place(self, chat: Chat, body: Json, inline_message_id: str | None = None) -> Message:
        if chat is self._private:
            if self.blocked:
                raise ValueError("the bot is blocked: unblock it first")
            chat.bot_status = "member"
        elif chat.members.get(self.id, "left") == "left":
            raise ValueError("not a member of this group")
        if chat.keyboard is not None and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard = None
        message = self._world.place(chat, self.account, body, inline_message_id=inline_message_id)
        if heard_by_bot(self._world, chat, message):
            self._world.updates.push("message", message.api, ("chat", chat.id))
        return message

    async def _press_key(self, what: str, message: VisibleMessage | None) -> None:
        keys: Iterable[Any] = (key for row in (self._private.keyboard or {}).get("keyboard", []) for key in row)
        for key in keys:
            text, wish = (key, {}) if isinstance(key, str) else (key["text"], key)
            if text == what:
                await (self.send_contact("+380000000000") if wish.get("request_contact") else self.say(text))
                return
        shown = message.labels if message is not None else []
        raise LookupError(f"no button {what!r} among {shown} and {self.keyboard}")

    async def _follow(self, button: Button) -> None:
        """Open a link; a deep link to the bot presses Start."""
        self.opened.append(button.value)
        payload = start_payload(button.value, self._world.bot.username or "")
        if payload is not None:
            await self.open_link(payload)

    def _change_membership(self, status: str) -> None:
        chat, bot = self._private, self._world.bot.api
        if chat.bot_status == status:
            return
        change = {
            "chat": chat.api,
            "from": self.account.api,
            "date": self._world.now(),
            "old_chat_member": describe_member(bot, chat.bot_status),
            "new_chat_member": describe_member(bot, status),
        }
        chat.bot_status = status
        self._world.updates.push("my_chat_member", change, ("chat", chat.id))
        self._world.touch(chat)


def _text_body(text: str) -> Json:
    entities = found_entities(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


async def _within(seconds: float, query: Query) -> Any:
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.shield(query.answer)
    except TimeoutError:
        return None
