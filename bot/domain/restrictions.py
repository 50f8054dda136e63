"""What keeps one person from flooding or hurting others: limits for everybody, restrictions for some."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PER_HOUR, PER_DAY = 3, 10
"""Pieces of feedback one person may send: nobody who means it needs more."""

NEWCOMER = timedelta(days=1)
"""How long an account is new: links from new accounts wait for a moderator."""

LINK = re.compile(r"https?://|www\.|t\.me/|(?<!\w)@\w{4,}", re.IGNORECASE)


class RestrictionKind(StrEnum):
    """A muted person can ask and vote but sends no feedback; a banned one gets no answers at all, but their rights."""

    MUTE = "mute"
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class Restriction:
    """Always ends. `reason` is told to the person."""

    person: int
    kind: RestrictionKind
    until_at: datetime
    reason: str


def must_wait(text: str, consent_at: datetime | None, now: datetime, *, said_before: bool) -> bool:
    """Say whether a text waits for a moderator: repeated by somebody, or with a link from a new account."""
    is_new = consent_at is None or now - consent_at < NEWCOMER
    return said_before or (is_new and LINK.search(text) is not None)


def normalised(text: str) -> str:
    """A text as repetition sees it: letters and digits alone."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
