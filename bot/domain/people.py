"""Who is talking: roles, languages, consent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.flows import Flow
from bot.domain.restrictions import Restriction

CONSENT_VERSION = 3
"""Raised whenever the text under `people.welcome` changes its meaning; people are then asked again."""


class Role(StrEnum):
    """What a person does for the hromada. Everybody is a resident, also those with another role."""

    RESIDENT = "resident"
    MODERATOR = "moderator"
    STAFF = "staff"
    OPERATOR = "operator"


class Locale(StrEnum):
    """The languages the bot speaks; the first is the default."""

    UK = "uk"
    EN = "en"

    @classmethod
    def of(cls, language_code: str | None) -> "Locale":
        """Choose from what Telegram reports ("en-GB", "ru", None): English for English, else Ukrainian."""
        return cls.EN if (language_code or "").lower().split("-")[0] == "en" else cls.UK


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind one update, as the gate recognised them.

    Shapes: `id` is the key in `people`, None before consent; `subject` are the words a follow-up question leans on;
    `flow` is what the bot asked them and waits to hear; `restriction` what they may not for a time; `is_unreachable`:
    they blocked the bot, and it has not noted yet that they are back; `settlement` where they say they live.
    """

    telegram_id: int
    locale: Locale
    role: Role = Role.RESIDENT
    id: int | None = None
    community: str | None = None
    consent_version: int | None = None
    consent_at: datetime | None = None
    subject: tuple[str, ...] = ()
    flow: Flow | None = None
    restriction: Restriction | None = None
    is_unreachable: bool = False
    settlement: str | None = None

    @property
    def kept(self) -> bool:
        """Say whether anything about this person is kept: what they agreed to, or a role they were given."""
        return self.id is not None or self.role is not Role.RESIDENT

    @property
    def consented(self) -> bool:
        return self.id is not None and self.consent_version == CONSENT_VERSION
