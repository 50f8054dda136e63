"""An upload: a file that staff brought, what was read from it, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import NotAllowed

MAX_MB = 20
"""What a bot can fetch from Telegram."""
KEEP_FILE = timedelta(days=30)
"""So long the file of an upload is kept that was published, discarded, or could not be read."""
KEEP_DISCARDED = timedelta(days=90)
"""So long an upload is kept at all that was discarded or could not be read."""


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


def require_open(upload: Upload) -> None:
    """Let pass what can still be corrected and published. Errors: `NotAllowed` that says what it is instead."""
    if upload.state is not UploadState.READ:
        raise NotAllowed(f"uploads.is_{upload.state.value}")
