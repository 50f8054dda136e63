"""A question as it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Kept without the person, unless they asked to be told (`person`).

    Shapes: `id` is a random positive 53-bit number: nobody can guess another's; `verdict` is a `knowledge` verdict;
    `subject` are the words of the question before it on which a follow-up leans.
    """

    id: int
    text: str
    verdict: str
    confidence: float
    asked_at: datetime
    community: str | None = None
    document: str | None = None
    code: str | None = None
    person: int | None = None
    passed_at: datetime | None = None
    n_rejected: int = 0
    gap: int | None = None
    subject: tuple[str, ...] = ()


def whole(text: str, subject: Sequence[str] | None) -> str:
    """Write a follow-up together with what it leans on: «а для молоді? (ремонт, доріг)»."""
    return f"{text} ({', '.join(subject)})" if subject else text
