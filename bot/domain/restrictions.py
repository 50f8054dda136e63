"""What keeps one person from flooding or hurting others: limits for everybody, restrictions for some."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import NotAllowed
from bot.domain.feedback import HideReason, Hold

NEWCOMER = timedelta(days=1)
"""How long an account is new: links from new accounts wait for a moderator."""

LONGEST = timedelta(days=365)
"""No restriction is for ever."""

LINK = re.compile(r"https?://|(?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?!\w)|(?<!\w)@\w{4,}", re.IGNORECASE)


class RestrictionKind(StrEnum):
    """A muted person asks and votes but writes no feedback; a banned one keeps their vote and their data alone."""

    MUTE = "mute"
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class Restriction:
    """Always ends; `reason` is told to the person.

    Shapes: `feedback` is the text for which it was given, None once its author has been forgotten.
    """

    id: int
    kind: RestrictionKind
    until_at: datetime
    reason: HideReason
    feedback: int | None


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one person may do something."""

    per_hour: int
    per_day: int

    def free_at(self, times: Sequence[datetime], now: datetime) -> datetime | None:
        """Say when it may be done once more; None for now. `times` are those of the last day."""
        waits = []
        for span, most in ((timedelta(hours=1), self.per_hour), (timedelta(days=1), self.per_day)):
            lately = sorted(time for time in times if time > now - span)
            if len(lately) >= most:
                waits.append(lately[-most] + span)
        return max(waits, default=None)


FEEDBACK, SUPPORT, QUESTIONS = Limit(3, 10), Limit(30, 100), Limit(5, 20)
"""Nobody who means it needs more: feedback sent, feedback of others supported, questions handed to staff."""


def mark_of(secret: bytes, telegram_id: int) -> bytes:
    """Name a person for a restriction, which lasts when they are forgotten: from the mark nobody learns who it is.

    Source: HMAC-SHA-256 (RFC 2104), cut to 128 bits.
    """
    return hmac.new(secret, f"restricted:{telegram_id}".encode(), hashlib.sha256).digest()[:16]


def check_end(until_at: datetime, now: datetime) -> None:
    """Let an end pass that lies ahead, and not too far.

    Errors: `NotAllowed` otherwise.
    """
    if not now < until_at <= now + LONGEST:
        raise NotAllowed("restrictions.wrong_end")


def must_wait(text: str, consent_at: datetime | None, now: datetime, *, said_before: bool) -> Hold | None:
    """Say why a text waits for a moderator: repeated by somebody, or with a link from a new account."""
    if said_before:
        return Hold.REPEATED
    is_new = consent_at is None or now - consent_at < NEWCOMER
    return Hold.LINK if is_new and LINK.search(text) else None


def normalised(text: str) -> str:
    """A text as repetition sees it: letters and digits alone."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
