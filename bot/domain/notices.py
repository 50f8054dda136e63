"""What a person is told of the bot's own accord."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(21, 0), time(8, 0)
"""The hromada's night: nobody is woken by a bot."""


class NoticeKind(StrEnum):
    """What a notice is about; each has its words in `handlers/views/notices.py`."""

    ROUND_REMINDER = "round_reminder"
    ROUND_EXTENDED = "round_extended"
    ROUND_CANCELLED = "round_cancelled"
    ROUND_ANNULLED = "round_annulled"
    ROUND_RESULTS = "round_results"
    BALLOT_VOID = "ballot_void"
    BALLOTS_VOID = "ballots_void"
    BALLOT_RESTORED = "ballot_restored"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_CLOSED = "question_closed"
    FEEDBACK_STATE = "feedback_state"
    FEEDBACK_ANSWERED = "feedback_answered"
    FEEDBACK_ASKED = "feedback_asked"
    FEEDBACK_HIDDEN = "feedback_hidden"
    FEEDBACK_MERGED = "feedback_merged"
    FEEDBACK_SHOWN = "feedback_shown"
    RESTRICTED = "restricted"
    UNRESTRICTED = "unrestricted"
    PROGRESS = "progress"
    SEEN_ASKED = "seen_asked"
    STAFF_FLAG = "staff_flag"
    STAFF_VOID = "staff_void"
    STAFF_APPEAL = "staff_appeal"
    STAFF_ASSIGNED = "staff_assigned"
    STAFF_DEADLINE = "staff_deadline"
    STAFF_OVERDUE = "staff_overdue"
    STAFF_REPLIED = "staff_replied"
    STAFF_UNDONE = "staff_undone"
    STAFF_DIGEST = "staff_digest"
    STAFF_BROADCAST = "staff_broadcast"
    STAFF_EMERGENCY = "staff_emergency"
    STAFF_ALARM = "staff_alarm"
    STAFF_WELL = "staff_well"


MUTABLE = frozenset({NoticeKind.ROUND_REMINDER, NoticeKind.ROUND_RESULTS, NoticeKind.PROGRESS, NoticeKind.SEEN_ASKED})
"""What a person can stop with one tap. The rest tells what became of their own vote, or is staff's work."""

ABOUT_FOLLOWED = frozenset({NoticeKind.PROGRESS, NoticeKind.SEEN_ASKED})
"""What somebody hears because they follow goals."""

ABOUT_BROADCASTS = frozenset({NoticeKind.STAFF_BROADCAST, NoticeKind.STAFF_EMERGENCY})
"""What becomes of broadcasts; of emergencies staff hear at night too."""

UNTRACED = frozenset({NoticeKind.BALLOT_VOID, NoticeKind.BALLOT_RESTORED})
"""What is forgotten once it was told: it leads from a person to a ballot."""

FOR_STAFF = frozenset(
    {
        NoticeKind.STAFF_FLAG,
        NoticeKind.STAFF_VOID,
        NoticeKind.STAFF_APPEAL,
        NoticeKind.STAFF_EMERGENCY,
        NoticeKind.STAFF_DIGEST,
        NoticeKind.STAFF_ALARM,
        NoticeKind.STAFF_WELL,
    }
)
"""What is told at night too; digests come at an hour that their reader chose."""


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    UNSURE = "unsure"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person.

    Shapes: `cause` names the fact; the same person is told of the same fact once. `params` are JSON values.
    """

    person: int
    cause: str
    kind: NoticeKind
    params: Mapping[str, Any]
    due_at: datetime

    def is_late(self, now: datetime) -> bool:
        """Say whether there is no sense any more in telling it: a reminder of what is over."""
        return self.kind is NoticeKind.ROUND_REMINDER and datetime.fromisoformat(self.params["closes_at"]) <= now


def about_feedback(key: int) -> str:
    """How the causes of all notices about a piece of feedback begin, whoever is told."""
    return f"feedback:{key}:"


def occurrence(about: str) -> str:
    """Name one happening of something that can happen often, such as an answer to feedback."""
    return f"{about.removesuffix(':')}:{secrets.token_hex(6)}"


def by_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment itself, or the morning that follows when it falls into the night."""
    local = moment.astimezone(zone)
    if QUIET_UNTIL <= local.timetz().replace(tzinfo=None) < QUIET_FROM:
        return moment
    morning = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(morning, QUIET_UNTIL, tzinfo=zone).astimezone(moment.tzinfo)
