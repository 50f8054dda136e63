"""The server's state and the few rules everything else stands on: who may write where, how a message comes to be."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.transport.local.changes import Changes
from bot.transport.local.profile import Profile
from bot.transport.local.refusals import Refused, bad_request, forbidden
from bot.transport.local.state import Account, Chat, Json, Message, Query, StoredFile
from bot.transport.local.updates import Updates

CALLBACK_LIFETIME = timedelta(seconds=15)
"""How long a pressed button may be answered. Not published; operators report about 15 s."""

INLINE_LIFETIME = timedelta(seconds=30)
_NUMBERS_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
"""Numbers begin at ten a second since then: a bot that keeps its database never meets an update or a message again
when this Telegram starts anew, and they stay within 31 bits for six years."""


class World:
    """People, chats, messages and files of one Telegram with one bot in it."""

    def __init__(self, token: str, username: str, clock: Callable[[], datetime], first_number: int | None) -> None:
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
        first = max(1, first_number or 10 * int((clock() - _NUMBERS_SINCE).total_seconds()))
        self.updates = Updates(clock, first)
        self.inline_feedback = False
        self.changed = Changes()
        self._numbers = count(first)
        self._message_ids = count(first)

    def now(self) -> int:
        return int(self.clock().timestamp())

    def number(self) -> int:
        """Give out a number that is used once."""
        return next(self._numbers)

    def chat(self, identifier: str) -> Chat:
        """Find a chat by its id as the Bot API takes it.

        Errors: `Refused` for an unknown chat, and for a group that has moved.
        """
        # Groups here have no @name, so that only a number can name a chat.
        chat = self.chats.get(int(identifier)) if identifier.removeprefix("-").isdecimal() else None
        if chat is None or chat.bot_status == "absent":
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        return chat

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

    def place(
        self,
        chat: Chat,
        sender: Account,
        body: Json,
        keyboard: Json | None = None,
        inline_message_id: str | None = None,
    ) -> Message:
        """Put a new message into a chat."""
        api = {
            "message_id": next(self._message_ids),
            "from": sender.api,
            "chat": chat.api,
            "date": self.now(),
            **body,
        }
        message = Message(api, by_bot=sender.is_bot, keyboard=keyboard, inline_message_id=inline_message_id)
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
        if query is None or query.answer.done() or self.clock() - query.asked_at > lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
