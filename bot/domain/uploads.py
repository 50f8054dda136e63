"""An upload: a file that staff brought, what was read from it, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import NotAllowed

MAX_MB = 20
"""What a bot can fetch from Telegram."""

PASSING = ("interrupted", "too_heavy")
"""Reasons that may be gone the next time."""


class UploadState(StrEnum):
    READING = "reading"
    READ = "read"
    FAILED = "failed"
    PUBLISHED = "published"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file.

    Shapes: `by` is a number of `people`; `reason` says why it could not be read (`knowledge.importers.REASONS`), with
    `params`; `document` is what it was published as; `has_file` False once the bytes are gone.
    Units: `size` in bytes.
    """

    id: int
    by: int | None
    name: str
    format: str
    size: int
    state: UploadState
    uploaded_at: datetime
    changed_at: datetime
    has_file: bool = True
    reason: str | None = None
    params: Mapping[str, int] = field(default_factory=dict)
    document: str | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it can be corrected and published."""
        return self.state is UploadState.READ

    @property
    def can_be_read_again(self) -> bool:
        """Say whether it was not the file that failed."""
        return self.state is UploadState.FAILED and self.has_file and self.reason in PASSING


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a goal. Shapes: `n_gaps` are questions that it answers, `rounds` those whose options it is."""

    n_followers: int = 0
    n_reports: int = 0
    n_feedback: int = 0
    n_gaps: int = 0
    rounds: tuple[int, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """What there is of each kind, only where there is any."""
        found = {
            "followers": self.n_followers,
            "reports": self.n_reports,
            "feedback": self.n_feedback,
            "gaps": self.n_gaps,
            "rounds": len(self.rounds),
        }
        return {kind: n for kind, n in found.items() if n}


def together(found: Iterable[Hanging]) -> Hanging:
    """What hangs on several goals; a round counts once."""
    every = list(found)
    return Hanging(
        sum(one.n_followers for one in every),
        sum(one.n_reports for one in every),
        sum(one.n_feedback for one in every),
        sum(one.n_gaps for one in every),
        tuple(sorted({round_ for one in every for round_ in one.rounds})),
    )


def require_open(upload: Upload) -> None:
    """Let pass what can still be corrected and published. Errors: `NotAllowed` that says what it is instead."""
    if not upload.is_open:
        raise NotAllowed(f"uploads.is_{upload.state.value}")
