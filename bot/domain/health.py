"""Is the bot well? One word for each thing that is looked at, and when the operator is told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

WELL = frozenset({"ok", "off", "loading", "elsewhere", "none_yet"})

WARNINGS = frozenset(
    {("letters", "stuck"), ("aside", "some"), ("disk", "low")}
    | {("backup", word) for word in ("old", "none", "failed", "unwritable")}
)
"""What somebody should look at while the bot goes on serving people."""

CHECKS = (
    *("database", "writer", "intake", "workers", "knowledge", "presence", "sharing"),
    *("retention", "timers", "outbox", "post", "alarms"),
    *("updates", "aside", "notices", "letters", "search", "disk", "backup"),
)

UPDATES_WAIT, NOTICES_WAIT = timedelta(minutes=5), timedelta(minutes=30)
"""Longer is too long, for who waits for an answer and for what is told by day."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found."""

    name: str
    word: str

    @property
    def is_well(self) -> bool:
        return self.word in WELL

    @property
    def is_red(self) -> bool:
        return not self.is_well and (self.name, self.word) not in WARNINGS


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits. Shapes: the oldest since when, None for nothing."""

    n_updates: int = 0
    oldest_update_at: datetime | None = None
    n_aside: int = 0
    n_notices: int = 0
    oldest_notice_at: datetime | None = None
    n_letters: int = 0
    oldest_letter_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    checks: tuple[Check, ...]
    backlog: Backlog
    looked_at: datetime

    @property
    def is_red(self) -> bool:
        return any(check.is_red for check in self.checks)


def backlog_checks(found: Backlog, now: datetime, *, letters_are_stuck: bool, is_delivering: bool) -> Iterable[Check]:
    """Say whether anything waits too long. `is_delivering`: a long queue of notices gets shorter."""
    late_update = found.oldest_update_at is not None and now - found.oldest_update_at > UPDATES_WAIT
    late_notice = found.oldest_notice_at is not None and now - found.oldest_notice_at > NOTICES_WAIT
    yield Check("updates", "old" if late_update else "ok")
    yield Check("aside", "some" if found.n_aside else "ok")
    yield Check("notices", "old" if late_notice and not is_delivering else "ok")
    yield Check("letters", "stuck" if letters_are_stuck else "ok")


RAISE_AFTER, CLEAR_AFTER = timedelta(minutes=2), timedelta(minutes=5)
"""Nobody is told of what is over at once, nor that all is well when it may not last."""

AT_MOST_EVERY = timedelta(hours=1)


class News(StrEnum):
    """What operators are told of a check."""

    RAISED = "raised"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Alarm:
    """How a check has been lately.

    Shapes: it is so `since_at`; operators were last told of trouble `raised_at`, and, if it `is_open`, not yet that it
    is over.
    """

    name: str
    word: str
    is_well: bool
    since_at: datetime
    raised_at: datetime | None = None
    is_open: bool = False


def follow(alarm: Alarm | None, check: Check, now: datetime) -> tuple[Alarm | None, News | None]:
    """Say how an alarm stands after one more look, None for no alarm, and what operators are to be told."""
    if alarm is None:
        return (None if check.is_well else Alarm(check.name, check.word, is_well=False, since_at=now)), None
    if alarm.is_well is not check.is_well:
        alarm = replace(alarm, is_well=check.is_well, since_at=now)
    if not check.is_well:
        alarm = replace(alarm, word=check.word)
    so_for = now - alarm.since_at
    told_lately = alarm.raised_at is not None and now - alarm.raised_at < AT_MOST_EVERY
    if not alarm.is_well and not alarm.is_open and so_for >= RAISE_AFTER and not told_lately:
        return replace(alarm, raised_at=now, is_open=True), News.RAISED
    if alarm.is_well and alarm.is_open and so_for >= CLEAR_AFTER:
        return replace(alarm, is_open=False), News.CLEARED
    is_over = alarm.is_well and not alarm.is_open and not told_lately
    return (None if is_over else alarm), None
