"""What is said of feedback, without markup: the same on the card and on the page."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot.domain.audit import Act
from bot.domain.feedback import TOPICS, UNSETTLED, Feedback, FeedbackFile, FeedbackItem, HideReason
from bot.reports.gaps import goal_named
from bot.texts import Texts
from bot.texts.naming import name_of
from knowledge.model import Community, Entry

DEEDS = frozenset(
    {
        *("answered", "asked", "closed", "reopened", "assigned", "given_back", "deadline", "topic", "linked"),
        *("shown", "kept_private", "merged", "absorbed"),
        *("released", "hidden", "appeal_granted", "appeal_rejected", "undone", "muted", "banned", "lifted"),
    }
)
"""With what the details of the audit trail begin."""


def topic_of(texts: Texts, topic: str) -> str:
    return texts.plain(f"feedback.topic_{topic}")


def files_of(texts: Texts, files: Sequence[FeedbackFile]) -> str:
    """Say how many files of which kind there are."""
    counted = Counter(file.kind for file in files)
    return ", ".join(texts.plain(f"feedback.n_{kind.value}", n=n) for kind, n in counted.items())


def words_of(texts: Texts, shown: Feedback) -> str:
    """The words of a piece of feedback, or that there are none."""
    return shown.text or texts.plain("feedbackdesk.no_text")


def state_of(texts: Texts, shown: Feedback) -> str:
    return texts.plain("feedbackdesk.held" if shown.is_held else f"feedback.state_{shown.state.value}")


def age(texts: Texts, shown: Feedback, now: datetime) -> str:
    n_days = (now - shown.sent_at).days
    return texts.plain("feedbackdesk.age", n=n_days) if n_days else texts.plain("feedbackdesk.today")


def about(texts: Texts, community: Community | None, item: FeedbackItem, now: datetime, today: date) -> str:
    """Say where a piece of feedback stands and what it is about."""
    shown = item.feedback
    said = [texts.plain(f"feedback.state_{shown.state.value}"), age(texts, shown, now)]
    if shown.is_overdue(today):
        said.append(texts.plain("feedbackdesk.overdue"))
    elif shown.due_on and shown.state in UNSETTLED:
        said.append(texts.plain("feedbackdesk.until", day=texts.formats.day(shown.due_on)))
    said += [topic_of(texts, shown.topic)] if shown.topic in TOPICS else []
    said += [name_of(texts, community)] if community else []
    said += [shown.settlement] if shown.settlement else []
    said += [texts.plain("feedbackdesk.supports", n=item.n_supports)] if item.n_supports else []
    said += [texts.plain("feedbackdesk.files", n=item.n_files)] if item.n_files else []
    return " · ".join(said)


def done(texts: Texts, act: Act, goal_of: Callable[[int], Entry | None]) -> str:
    """Say one act: its detail begins with what was done, such as `assigned: 7`."""
    did, _, value = act.detail.partition(": ")
    return texts.plain(f"feedbackdesk.did_{did if did in DEEDS else 'other'}", what=_what(texts, did, value, goal_of))


def _what(texts: Texts, did: str, value: str, goal_of: Callable[[int], Entry | None]) -> str:
    """Say what the trail has kept as it was written."""
    if did == "deadline":
        return texts.formats.day(date.fromisoformat(value)) if value else texts.plain("feedback.no_deadline")
    if did == "topic":
        return topic_of(texts, value) if value in TOPICS else texts.plain("feedback.no_topic")
    if did == "hidden" and value in set(HideReason):
        return texts.plain(f"feedback.reason_{value}")
    if did == "linked":
        return goal_named(texts, goal_of(int(value))) if value else texts.plain("feedbackdesk.no_goal")
    return f"№ {value}"
