"""Who never presses buttons writes what stands on them: «меню», «допомога», «стерти мої дані»."""

from telegram import Message
from telegram.ext.filters import MessageFilter

from bot.domain.people import Locale
from bot.texts import Languages

AROUND = " \t\n.,!?/«»\"'"


class Spoken(MessageFilter):
    """A message that is nothing but a name of a command in words, in any language the bot speaks."""

    def __init__(self, command: str, languages: Languages) -> None:
        super().__init__(name=f"Spoken {command}")
        listed = "|".join(languages[locale].plain(f"spoken.{command}") for locale in Locale)
        self._names = frozenset(name.strip().casefold() for name in listed.split("|"))

    def filter(self, message: Message) -> bool:
        return " ".join((message.text or "").strip(AROUND).casefold().split()) in self._names
