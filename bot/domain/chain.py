"""The audit trail as a chain: each entry holds the hash of the one before, so that no change goes unnoticed.

What was done exactly, which may hold words that must be erased one day, is only in it by a salted digest.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.domain.audit import Act

START = bytes(32)
"""What the very first entry follows."""

LEAST_NOTED = 32
"""Hexadecimal digits of a hash that are enough to know it by: nobody finds another chain with the same 128 bits."""


class Misfit(StrEnum):
    """Why an entry does not fit."""

    PLACE = "place"
    CONTENT = "content"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the chain keeps it. Shapes: `salt` and `detail` are None once the detail was erased."""

    number: int
    acted_at: datetime
    actor: int | None
    role: str
    action: str
    about: str
    digest: bytes
    previous: bytes
    hash: bytes
    salt: bytes | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry, by which the whole chain before it is known."""

    number: int = 0
    hash: bytes = START


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking the chain found.

    Shapes: `n_dropped` were dropped from its beginning, by rule; `wrong` is the first entry that does not fit, None if
    all do; `is_noted_there`: whether the hash noted elsewhere is in it, None if none was given.
    """

    n_entries: int
    n_erased: int
    n_dropped: int
    head: Head
    wrong: tuple[int, Misfit] | None = None
    is_noted_there: bool | None = None

    @property
    def is_whole(self) -> bool:
        return self.wrong is None and self.is_noted_there is not False


def chained(number: int, after: bytes, act: Act, salt: bytes) -> Entry:
    """Make the entry of an act that follows the hash `after`."""
    digest = digest_of(salt, act.detail)
    bare = Entry(number, act.acted_at, act.actor, act.role, act.action, act.about, digest, after, b"", salt, act.detail)
    return replace(bare, hash=hash_of(bare))


def digest_of(salt: bytes, detail: str) -> bytes:
    """What the chain keeps of a detail; without the salt nobody can guess it back."""
    return hashlib.sha256(salt + detail.encode()).digest()


def hash_of(entry: Entry) -> bytes:
    """Hash all that an entry says, in one way of writing it, and the hash of the one before."""
    acted_at = entry.acted_at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [entry.number, acted_at, entry.actor, entry.role, entry.action, entry.about]
    written = json.dumps([*said, entry.digest.hex(), entry.previous.hex()], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).digest()


def misfit(entry: Entry, after: bytes) -> Misfit | None:
    """Say what is wrong with an entry that has to follow the hash `after`; None if it fits."""
    if entry.previous != after:
        return Misfit.PLACE
    if entry.hash != hash_of(entry):
        return Misfit.CONTENT
    if entry.salt is not None and entry.detail is not None and digest_of(entry.salt, entry.detail) != entry.digest:
        return Misfit.DETAIL
    return None
