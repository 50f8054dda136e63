"""Who never presses buttons writes what stands on them: «меню», «допомога», «стерти мої дані»."""

from collections.abc import Iterable

from telegram import Message
from telegram.ext.filters import MessageFilter

from bot.domain.messages import Reply
from bot.domain.people import Locale
from bot.texts import Languages
from bot.transport.context import Context
from handlers.flows import left
from handlers.routing import Command

AROUND = " \t\n.,!?/«»\"'"


class Spoken(MessageFilter):
    """A message that is nothing but a name of a command in words, in any language the bot speaks."""

    def __init__(self, commands: Iterable[Command], languages: Languages) -> None:
        super().__init__(name="Spoken")
        self._by_name = {
            name.strip().casefold(): command
            for command in commands
            for locale in Locale
            for name in languages[locale].plain(f"spoken.{command.name}").split("|")
        }

    def filter(self, message: Message) -> bool:
        return self.named(message) is not None

    async def handle(self, context: Context, message: Message) -> Reply | None:
        """Do what the command does; an open question of the bot is closed, as by the command itself."""
        command = self.named(message)
        assert command is not None
        return await left(command.handle)(context, message)

    def named(self, message: Message) -> Command | None:
        """The command that a message names."""
        said = " ".join((message.text or "").strip(AROUND).casefold().split())
        return self._by_name.get(said)
