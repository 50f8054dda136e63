"""A goal as a promise: who answers for it, until when, for how much, and what has come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import Any
from urllib.parse import urlsplit

from bot.domain.errors import NotAllowed
from bot.domain.wording import has_words, tidy

MAX_WORDS = 1000
MAX_RESPONSIBLE = 150
MAX_LINK = 500
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class Status(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


SETTLED = frozenset({Status.DONE, Status.CANCELLED})
"""What is not late any more."""


class Sight(StrEnum):
    """What a resident says who was asked whether they see it done."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was promised and what it has cost. Units: money in kopiykas. Everything may be unknown."""

    responsible: str = ""
    due_on: date | None = None
    planned_kop: int | None = None
    spent_kop: int | None = None


TERMS = tuple(one.name for one in fields(Terms))
SAID = ("status", "words", "evidence_url")
FIELDS = (*SAID, *TERMS)
"""What a report can say: how the goal stands, and its terms."""


@dataclass(frozen=True, slots=True)
class Report:
    """One statement of the hromada on a goal. Reports stay: a correction is another one.

    Shapes: `terms` are all terms from then on, changed by this report or not. `status` is None, and `words` and
    `evidence_url` are empty, where only terms changed. `by` is the number of who reported, for staff alone.
    """

    id: int
    entry: int
    reported_at: datetime
    terms: Terms = field(default_factory=Terms)
    status: Status | None = None
    words: str = ""
    evidence_url: str | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything known about one goal's fulfilment.

    Shapes: `reports` newest first; `sights` how many residents answered what about `done`.
    """

    reports: tuple[Report, ...] = ()
    sights: Mapping[Sight, int] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        """The number of the newest report, 0 where there is none."""
        return self.reports[0].id if self.reports else 0

    @property
    def terms(self) -> Terms:
        return self.reports[0].terms if self.reports else Terms()

    @property
    def claim(self) -> Report | None:
        """The newest report that says how the goal stands, and not only its terms."""
        return next((report for report in self.reports if report.status is not None), None)

    @property
    def status(self) -> Status | None:
        return self.claim.status if self.claim else None

    @property
    def done(self) -> Report | None:
        """The report that first said «done», unless that was taken back; residents confirm it, corrected or not."""
        claims = [report for report in self.reports if report.status is not None]
        said_done = list(takewhile(lambda claim: claim.status is Status.DONE, claims))
        return said_done[-1] if said_done else None

    def is_overdue(self, today: date) -> bool:
        """Say whether the deadline has passed without the goal being done or given up."""
        due_on = self.terms.due_on
        return due_on is not None and today > due_on and self.status not in SETTLED

    def steps(self) -> list[tuple[Report, Terms]]:
        """Each report with the terms before it, newest first."""
        before = [report.terms for _, report in pairwise(self.reports)]
        return list(zip(self.reports, [*before, Terms()], strict=False))

    def news(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Leave out what a report would only repeat; words and evidence belong to their status."""
        known: dict[str, Any] = {name: getattr(self.terms, name) for name in TERMS}
        before = self.claim or Report(0, 0, datetime.min)  # noqa: DTZ901  (never shown)
        if said.get("status", before.status) is before.status:
            known |= {name: getattr(before, name) for name in SAID}
        return {name: value for name, value in said.items() if name not in known or known[name] != value}

    def after(self, entry: int, said: Mapping[str, Any], now: datetime, by: int | None = None) -> "Ledger | None":
        """Add a report that says these of `FIELDS`; None for one that says nothing new.

        What it does not say stays, words and evidence until the status changes. A goal without a status is planned: its
        document says so.
        """
        terms = replace(self.terms, **{name: said[name] for name in TERMS if name in said})
        new = Report(0, entry, now, terms, by=by)
        before = self.claim or Report(0, entry, now)
        status = said.get("status", before.status or Status.PLANNED)
        kept = {name: getattr(before, name) for name in SAID if status is before.status}
        claim = replace(new, **kept | {"status": status} | {name: said[name] for name in SAID if name in said})
        if any(name in said and getattr(claim, name) != getattr(before, name) for name in SAID):
            new = claim
        if new.status is None and terms == self.terms:
            return None
        return replace(self, reports=(new, *self.reports))


class FollowKind(StrEnum):
    ENTRY = "entry"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Follow:
    """What somebody wants to hear of. `key` is the number of a goal, meant with all its parts, or a community's id."""

    kind: FollowKind
    key: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new on a goal for one person: its first `n_new` reports, and by which follow they hear of it."""

    entry: int
    ledger: Ledger
    n_new: int
    heard_by: Follow

    @property
    def change(self) -> tuple[Report, Terms]:
        """All that is new as one report, with the terms before it."""
        new = self.ledger.reports[: self.n_new]
        _, before = self.ledger.steps()[self.n_new - 1]
        claim = next((report for report in new if report.status is not None), new[0])
        return replace(claim, terms=new[0].terms), before


def sound(name: str, value: Any) -> Any:
    """Let what a report says of one of `FIELDS` pass, its text tidied.

    Errors: `NotAllowed` for words that are none or too long, a link that is none, money below zero, a day out of reach.
    """
    match name, value:
        case (("words" | "responsible"), str()):
            text = tidy(value, one_line=name == "responsible")
            limit = MAX_WORDS if name == "words" else MAX_RESPONSIBLE
            if len(text) > limit:
                raise NotAllowed("progress.too_long", limit=limit)
            if text and not has_words(text):
                raise NotAllowed("progress.no_words")
            return text
        case "evidence_url", str():
            return _link(value.strip())
        case (("planned_kop" | "spent_kop"), int()) if value < 0:
            raise NotAllowed("money.negative")
        case "due_on", date() if not FIRST_DAY <= value <= LAST_DAY:
            raise NotAllowed("progress.no_such_day")
    return value


def _link(text: str) -> str:
    """Let an address pass that can be shown and followed without surprise: whole, of a named host, encrypted."""
    try:
        parts = urlsplit(text)
        is_plain = parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        is_plain = False
    if not is_plain or len(text) > MAX_LINK or text != tidy(text) or any(map(str.isspace, text)):
        raise NotAllowed("progress.no_link")
    return text
