"""What is said of questions without an answer, without markup: the same on the card and on the page."""

from datetime import datetime

from bot.domain.gaps import Debt, GapItem, GapState
from bot.domain.wording import shorten
from bot.texts import Texts
from bot.texts.naming import label, name_of
from knowledge.model import Community, Entry

MAX_TEXT = 300


def about(texts: Texts, community: Community | None, item: GapItem, now: datetime) -> str:
    """Say where it was asked, how often, who waits and since when."""
    n_days = (now - item.first_at).days
    return " · ".join(
        [
            name_of(texts, community) if community else texts.plain("communities.all"),
            texts.plain("gaps.asked", n=item.n_askers),
            texts.plain("gaps.waiting", n=item.n_waiting) if item.n_waiting else texts.plain("gaps.nobody_waits"),
            texts.plain("gaps.age", n=n_days) if n_days else texts.plain("gaps.today"),
        ]
    )


def asked_as(texts: Texts, item: GapItem) -> str:
    """How it was asked first."""
    return item.text or texts.plain("gaps.withdrawn")


def outcome(texts: Texts, item: GapItem, entry: Entry | None) -> str:
    """Say when it was settled, and how; `entry` is the goal that answers it, None when it is published no longer."""
    gap = item.gap
    assert gap.answered_at is not None
    if gap.state is GapState.CLOSED:
        what = texts.plain("gaps.was_closed")
    elif gap.answer is not None:
        what = shorten(gap.answer, MAX_TEXT)
    else:
        what = shorten(goal_named(texts, entry), MAX_TEXT)
    return f"{texts.formats.moment(gap.answered_at)} · {what}"


def goal_named(texts: Texts, goal: Entry | None) -> str:
    """Name a goal, also one that the documents no longer have."""
    return f"{label(goal)} {goal.text}".strip() if goal else texts.plain("gaps.goal_gone")


def debt_lines(texts: Texts, owed: Debt) -> list[str]:
    """Say how many questions wait and how long an answer takes."""
    if not (owed.n_open or owed.n_answered or owed.n_closed):
        return [texts.plain("gaps.debt_none")]
    lines = [texts.plain("gaps.debt_open", number=owed.n_open)]
    if owed.oldest_days is not None:
        n = owed.oldest_days
        lines.append(texts.plain("gaps.debt_oldest", n=n) if n else texts.plain("gaps.debt_today"))
    lines.append(texts.plain("gaps.debt_answered", number=owed.n_answered))
    if owed.median_days is not None:
        n = round(owed.median_days)
        lines.append(texts.plain("gaps.debt_median", n=n) if n else texts.plain("gaps.debt_fast"))
    if owed.n_closed:
        lines.append(texts.plain("gaps.debt_closed", number=owed.n_closed))
    return lines
