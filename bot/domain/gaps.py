"""A gap: what people asked and the documents did not answer, the same question by however many people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from bot.domain.errors import NotAllowed

MAX_ANSWER = 1200
MAX_SOURCE = 300
"""Longest answer and longest source of it, in characters: together with the question they fit one message."""


class GapState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Gap:
    """One question of a community.

    Shapes: `id` is a random positive 53-bit number; `answer` words of staff, `source` where these come from; `entry` is
    what answers: a goal, or these words once they are published; `answered_by` is a number of `people`.
    """

    id: int
    community: str | None
    state: GapState
    opened_at: datetime
    answer: str | None = None
    source: str | None = None
    entry: int | None = None
    answered_by: int | None = None
    answered_at: datetime | None = None

    @property
    def cause(self) -> str:
        """The fact of which notices of a settled gap tell; answered anew after an undo it is another one."""
        assert self.answered_at is not None
        return f"gap:{self.id}:{self.answered_at.timestamp():.0f}"


@dataclass(frozen=True, slots=True)
class GapItem:
    """A gap in staff's list.

    Shapes: `text` is how it was asked first, empty when all questions were withdrawn, `first_at` when; `n_waiting` how
    many people want to be told.
    """

    gap: Gap
    text: str
    n_askers: int
    n_waiting: int
    first_at: datetime


class GapOrder(StrEnum):
    """What staff's list of open gaps shows first: those on which most people wait, or the oldest."""

    WANTED = "wanted"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class WantedGaps:
    """Which gaps staff look for: what waits or what was settled. `community` None for any, `words` "" for any."""

    settled: bool = False
    community: str | None = None
    words: str = ""
    order: GapOrder = GapOrder.WANTED


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who wants to be told, and the question in their own words."""

    person: int
    text: str


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way of asking that staff taught: it leads to an entry. `undone_at` is None while it counts."""

    id: int
    text: str
    entry: int
    community: str | None
    taught_by: int | None
    taught_at: datetime
    gap: int | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """How the hromada stands with its answers.

    Shapes: `median_days` is None as long as nothing was answered; `entries` are the goals that answered most questions,
    with how many.
    """

    n_open: int
    n_answered: int
    n_closed: int
    median_days: float | None
    oldest_days: int | None
    entries: tuple[tuple[int, int], ...] = ()


def is_answer(text: str) -> bool:
    """Say whether staff's words are an answer: not too long, and more than signs."""
    return len(text) <= MAX_ANSWER and any(map(str.isalpha, text))


def fitting(answer: str, source: str) -> tuple[str, str]:
    """Tidy an answer and where it comes from.

    Errors: `NotAllowed` for words that are no answer, and for what is too long.
    """
    answer, source = answer.strip(), source.strip()
    if not is_answer(answer):
        raise NotAllowed("gaps.wrong_length", limit=MAX_ANSWER)
    if len(source) > MAX_SOURCE:
        raise NotAllowed("gaps.source_too_long", limit=MAX_SOURCE)
    return answer, source


def debt(gaps: Sequence[Gap], now: datetime, n_entries: int) -> Debt:
    """Reckon up gaps that people asked to be told of."""
    waiting = [gap.opened_at for gap in gaps if gap.state is GapState.OPEN]
    answered = [gap for gap in gaps if gap.state is GapState.ANSWERED]
    took = [(gap.answered_at - gap.opened_at) / timedelta(days=1) for gap in answered if gap.answered_at]
    entries = [gap.entry for gap in answered if gap.entry is not None and gap.answer is None]
    often = sorted(set(entries), key=lambda entry: (-entries.count(entry), entry))
    return Debt(
        len(waiting),
        len(answered),
        sum(gap.state is GapState.CLOSED for gap in gaps),
        median(took) if took else None,
        (now - min(waiting)).days if waiting else None,
        tuple((entry, entries.count(entry)) for entry in often[:n_entries]),
    )
