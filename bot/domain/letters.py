"""Letters: what is written to colleagues by e-mail, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.messages import Attachment


class LetterKind(StrEnum):
    """What a letter is about; its words are made when it is sent (`handlers/letters.py`)."""

    ENTRY = "entry"
    INVITATION = "invitation"
    CONFIRM = "confirm"
    DIGEST = "digest"
    NOTICE = "notice"


LEADING_TO_CONFIRMATION = frozenset({LetterKind.INVITATION, LetterKind.CONFIRM})
"""What goes also to an address from which letters came back: by these it is confirmed again."""


class LetterState(StrEnum):
    """What became of a letter.

    waiting      to be sent at its time, or again
    sending      given to the server just now; after a crash nobody knows, and it becomes `unsure`
    sent         the server took it
    refused      the server does not know the address, or will never take the letter
    unsure       the server did not say whether it took it: never repeated unless somebody asks for it
    lost         tried for two days
    dropped      of no use any more: no address, no role
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"
    LOST = "lost"
    DROPPED = "dropped"


FAILED = frozenset({LetterState.REFUSED, LetterState.UNSURE, LetterState.LOST})
"""What somebody may send again."""

PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360))
"""Between tries; the last one is kept."""

TRIED_FOR = timedelta(days=2)
ENTRY_TRIED_FOR = timedelta(hours=1)
"""How long a letter is tried; who waits for a way in has asked for another one by then."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be written to whom, without words: no name and no secret lies in the table.

    Shapes: `account` is the number in `accounts.telegram_id`; the same account is written to about the same `cause`
    once; `params` are JSON values; `email` only where the address is not yet the account's.
    """

    account: int
    cause: str
    kind: LetterKind
    params: Mapping[str, Any]
    due_at: datetime
    email: str | None = None


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter as it stands.

    Shapes: `mark` names it to mail programs, the same however often it is sent; `first_due_at` is since when it is
    tried; `n_attempts` those behind it; `error` what the server said last.
    """

    id: int
    mark: str
    letter: Letter
    state: LetterState
    n_attempts: int
    first_due_at: datetime
    error: str = ""
    done_at: datetime | None = None

    def next_try(self, now: datetime) -> datetime | None:
        """When to try again after one more try that failed; None when it has been tried long enough."""
        tried_for = ENTRY_TRIED_FOR if self.letter.kind is LetterKind.ENTRY else TRIED_FOR
        at = now + PAUSES[min(self.n_attempts, len(PAUSES) - 1)]
        return at if at <= self.first_due_at + tried_for else None


PATIENCE = timedelta(minutes=15)
"""Waiting longer is more than a busy server: by then a letter was tried three times."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Letters that do not go. Shapes: `since_at` the first of them waits; `answer` what the server said to it last."""

    n_waiting: int
    since_at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter in words, ready to go.

    Shapes: `id` stays the same however often it is sent; `unsubscribe` is where one
    POST, by whoever has the address, stops letters like this (RFC 8058).
    """

    id: str
    to: str
    subject: str
    plain: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    unsubscribe: str | None = None
