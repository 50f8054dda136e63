"""Colleagues in the browser: who they are, how they come in, how long they stay."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.people import Role

LINK_LASTS = timedelta(minutes=15)
INVITATION_LASTS = timedelta(days=7)
"""How long a way in is good: one that was asked for, and one that a colleague has to find in their letters first."""

SESSION_LASTS = timedelta(hours=12)
SESSION_IDLES = timedelta(hours=2)
"""A working day, and a long meeting: a computer left behind does not stay open overnight."""

LONGEST_NAME = 80
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}", re.UNICODE)


def has_telegram(telegram_id: int) -> bool:
    """Say whether a number is Telegram's; who works in the browser alone has one below zero (docs/adr/0013)."""
    return telegram_id > 0


def new_number() -> int:
    """Choose a number for somebody without Telegram; at random, so that none is used twice."""
    return -1 - secrets.randbelow(2**48)


def address_of(written: str) -> str | None:
    """Read an e-mail address: without spaces around it, in small letters; None for what cannot be one."""
    address = written.strip().lower()
    return address if len(address) <= 254 and _ADDRESS.fullmatch(address) else None


def new_token() -> str:
    """Make what opens a door: 256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> bytes:
    """What is kept of a token: whoever reads the database cannot come in with it."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True)
class Account:
    """What is kept of a colleague besides their role.

    Shapes: `telegram_id` below zero without Telegram; `email` takes letters once it is confirmed and as long as none
    came back.
    """

    telegram_id: int
    name: str
    email: str | None = None
    confirmed_at: datetime | None = None
    bounced_at: datetime | None = None

    @property
    def takes_letters(self) -> bool:
        return self.email is not None and self.confirmed_at is not None and self.bounced_at is None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody came in.

    Shapes: `id` names it in lists and opens nothing; `said` is what its next page is to say, as the desk wrote it.
    """

    id: str
    telegram_id: int
    device: str
    opened_at: datetime
    seen_at: datetime
    said: str | None = None

    def is_over(self, now: datetime) -> bool:
        return now >= self.opened_at + SESSION_LASTS or now >= self.seen_at + SESSION_IDLES


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a role. `person` is the key in `people`, None before they agreed to be kept."""

    telegram_id: int
    role: Role
    granted_at: datetime
    person: int | None
    account: Account | None
