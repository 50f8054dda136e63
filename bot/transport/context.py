"""What a handler is given besides the update: who it is, in which words, and a way to speak."""

from dataclasses import dataclass

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.domain.people import Actor, Locale
from bot.services.entries import Entries
from bot.services.people import People
from bot.services.ports import Outlet
from bot.services.questions import Questions
from bot.settings import Settings
from bot.texts import Languages, Texts


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a handler may call."""

    people: People
    entries: Entries
    questions: Questions


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all updates share. `bot_username` has no @; `controller` answers for the personal data."""

    services: Services
    languages: Languages
    outlet: Outlet
    bot_username: str
    controller: str


class Context(CallbackContext[ExtBot[None], dict[str, object], dict[str, object], dict[str, object]]):
    """One per update. The gate sets `actor`."""

    actor: Actor

    @property
    def surroundings(self) -> Surroundings:
        found = self.application.bot_data["surroundings"]
        assert isinstance(found, Surroundings)
        return found

    @property
    def services(self) -> Services:
        return self.surroundings.services

    @property
    def outlet(self) -> Outlet:
        return self.surroundings.outlet

    @property
    def texts(self) -> Texts:
        return self.surroundings.languages[self.actor.locale]
