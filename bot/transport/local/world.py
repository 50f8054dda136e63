"""The server's state and the few rules everything else stands on: who may write where, how a message comes to be."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from bot.transport.local.changes import Changes
from bot.transport.local.profile import Profile
from bot.transport.local.refusals import Refused, bad_request, forbidden
from bot.transport.local.state import Account, Chat, Json, Message, Query, StoredFile
from bot.transport.local.updates import Updates

CALLBACK_LIFETIME = timedelta(seconds=15)
"""How long a pressed button may be answered. Not published; operators report about 15 s."""

INLINE_LIFETIME = timedelta(seconds=30)


class World:
    """People, chats, messages and files of one Telegram with one bot in it."""

    def __init__(self, token: str, username: str, clock: Callable[[], datetime]) -> None:
        self.token = token
        self.clock = clock
        self.bot = Account(int(token.partition(":")[0]), "Viche", username, is_bot=True)
        self.accounts: dict[int, Account] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: OrderedDict[str, Query] = OrderedDict()
        self.inline_queries: OrderedDict[str, Query] = OrderedDict()
        self.inline_messages: dict[str, Message] = {}
        self.profile = Profile(self.bot.first_name)
        self.updates = Updates(clock)
        self.inline_feedback = False
        self.changed = Changes()
        self._numbers = count(1)
        self._message_ids = count(1)

    def now(self) -> int:
        return int(self.clock().timestamp())

    def number(self) -> int:
        """Give out a number that is used once."""
        return next(self._numbers)

    def chat(self, identifier: str) -> Chat:
        """Find a chat by its id or @name as the Bot API takes them.

        Errors: `Refused` for an unknown chat, and for a group that has moved.
        """
        chat = self._find(identifier)
        if chat is None or chat.bot_status == "absent":
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        return chat

    def _find(self, identifier: str) -> Chat | None:
        try:
            return self.chats.get(int(identifier))
        except ValueError:
            named = (c for c in self.chats.values() if c.type != "private" and c.api.get("username"))
            return next((chat for chat in named if f"@{chat.api['username']}" == identifier), None)

    def open_chat(self, identifier: str) -> Chat:
        """Find a chat in which the bot may write now."""
        chat = self.chat(identifier)
        if chat.bot_status == "seen":
            raise forbidden("bot can't initiate conversation with a user")
        if chat.bot_status == "blocked":
            raise forbidden("bot was blocked by the user")
        if chat.bot_status == "deactivated":
            raise forbidden("user is deactivated")
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        return chat

    def message(self, chat: Chat, message_id: int, missing: str) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request(missing)
        return message

    def place(self, chat: Chat, sender: Account, body: Json, keyboard: Json | None = None) -> Message:
        """Put a new message into a chat."""
        api = {
            "message_id": next(self._message_ids),
            "from": sender.api,
            "chat": chat.api,
            "date": self.now(),
            **body,
        }
        message = Message(api, by_bot=sender.is_bot, keyboard=keyboard)
        chat.messages[message.id] = message
        if keyboard is not None:
            chat.keyboard = keyboard if "keyboard" in keyboard else None
        if sender.is_bot:
            chat.action = None
        self.touch(chat)
        return message

    def change(self, chat: Chat, message: Message, api: Json) -> Message:
        """Replace a message by its edited self."""
        edited = replace(message, api=api)
        chat.messages[message.id] = edited
        self.touch(chat)
        return edited

    def remove(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        self.touch(chat)

    def touch(self, chat: Chat | None) -> None:
        if chat is not None:
            chat.changed.happened()
        self.changed.happened()

    def ask(self, queries: OrderedDict[str, Query], query: Query, lifetime: timedelta) -> None:
        """Remember a question to the bot and forget those whose time is over."""
        while queries and self.clock() - next(iter(queries.values())).asked_at > lifetime:
            queries.popitem(last=False)
        queries[query.id] = query

    def open_query(self, queries: OrderedDict[str, Query], query_id: str, lifetime: timedelta) -> Query:
        query = queries.get(query_id)
        if query is None or self.clock() - query.asked_at > lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
