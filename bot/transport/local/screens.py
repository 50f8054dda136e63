"""What one person has before their eyes."""

from bot.transport.local.changes import Changes
from bot.transport.local.groups import Group
from bot.transport.local.state import Account, Chat, Json
from bot.transport.local.view import VisibleMessage, keyboard_rows, messages, see, serialise
from bot.transport.local.world import World


class Screen:
    """A person's view of their chats; `opened` lists the links they followed."""

    def __init__(self, world: World, account: Account, private: Chat) -> None:
        self._world = world
        self._private = private
        self.account = account
        self.opened: list[str] = []

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def changed(self) -> Changes:
        """Counts everything that happens in the private chat with the bot."""
        return self._private.changed

    @property
    def chat(self) -> list[VisibleMessage]:
        return messages(self._world, self._private)

    def message(self, number: int) -> VisibleMessage:
        """Show one message of the private chat."""
        return see(self._world, self._private.messages[number])

    def chat_in(self, group: Group) -> list[VisibleMessage]:
        return messages(self._world, group.state)

    @property
    def last(self) -> VisibleMessage | None:
        """The bot's newest message in the private chat."""
        newest = (m for m in reversed(self._private.messages.values()) if m.by_bot)
        return next((see(self._world, message) for message in newest), None)

    @property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The reply keyboard under the input field."""
        return keyboard_rows(self._private.keyboard)

    @property
    def blocked(self) -> bool:
        return self._private.bot_status == "blocked"

    @property
    def commands(self) -> list[Json]:
        language = self.account.language_code or ""
        return self._world.profile.commands_shown(self._private.id, self.id, language, private=True)

    def look(self, message: VisibleMessage) -> VisibleMessage | None:
        """Show a message as it is now; None if it is gone."""
        if message.inline_message_id in self._world.inline_messages:
            return see(self._world, self._world.inline_messages[message.inline_message_id])
        current = self._world.chats[message.chat_id].messages.get(message.id)
        return see(self._world, current) if current else None

    def serialise(self) -> Json:
        """Put everything on the screen into JSON for a web page."""
        profile, language = self._world.profile, self.account.language_code or ""
        return {
            "account": self.account.api,
            "bot": self._world.bot.api | {"name": profile.name(language), "description": profile.description(language)},
            "messages": [serialise(message) for message in self.chat],
            "keyboard": [list(row) for row in self.keyboard],
            "commands": self.commands,
            "menu_button": self._private.menu_button or profile.menu_button,
            "started": self._private.bot_status == "member",
            "blocked": self.blocked,
            "action": self._private.action,
            "version": self.changed.version,
        }
