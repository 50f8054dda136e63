"""Use cases: what people, staff and operators do. No Telegram here; the doors are elsewhere."""

from dataclasses import dataclass

from bot.services.entries import Entries
from bot.services.people import People
from bot.services.questions import Questions


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a door may call."""

    people: People
    entries: Entries
    questions: Questions
