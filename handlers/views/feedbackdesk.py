"""Feedback as staff find it: how much waits, the list, and its filters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape

from bot.domain.feedback import TOPICS, Feedback, FeedbackItem, Load, Wanted, Which, Whose
from bot.domain.messages import Button, Reply
from bot.domain.wording import shorten
from bot.reports.feedback import about, topic_of, words_of
from bot.reports.gaps import goal_named as whole_name
from bot.services.entries import Shelf
from bot.texts import Texts
from bot.texts.naming import label
from handlers.callbacks import FilterFeedback, OpenDeskCard, OpenFeedbackDesk, OpenInbox
from handlers.views.buttons import Row, press, turns

MAX_TEXT = 250
"""With eight texts on a page and all that is said about each, it fits one message."""

N_GOALS = 5


def desk(
    texts: Texts,
    shelf: Shelf,
    items: Sequence[FeedbackItem],
    wanted: Wanted,
    load: Load,
    page: int,
    now: datetime,
    *,
    is_more: bool,
) -> Reply:
    """List what staff look for, the oldest first."""
    today = texts.formats.local(now).date()
    parts = [texts("feedbackdesk.title"), f"<i>{escape(' · '.join(_said(texts, shelf, wanted)))}</i>"]
    parts.append(waiting(texts, load, now) if items else texts("feedbackdesk.none"))
    communities = shelf.library.communities
    for item in items:
        more = about(texts, communities.get(item.feedback.community), item, now, today)
        parts.append(f"{quoted(texts, item.feedback)}\n<i>{escape(more)}</i>")
    rows: list[Row] = [(press(words_of(texts, item.feedback), OpenDeskCard(item.feedback.id)),) for item in items]
    rows += turns(texts, page, lambda number: opens(wanted, number), is_more=is_more)
    rows += _quick(texts, wanted, load)
    rows.append((press(texts.plain("gaps.to_list"), OpenInbox(0)),))
    return Reply("\n\n".join(parts), tuple(rows))


def waiting(texts: Texts, load: Load, now: datetime) -> str:
    """Say in a sentence or two how much waits."""
    if load.oldest_at is None:
        return texts("feedbackdesk.nothing_waits")
    counts = texts("feedbackdesk.counts", new=load.n_new, in_work=load.n_in_work, overdue=load.n_overdue)
    n_days = (now - load.oldest_at).days
    return f"{counts} {texts('feedbackdesk.oldest', n=n_days) if n_days else texts('feedbackdesk.oldest_today')}"


def button(texts: Texts, load: Load) -> Row:
    """Lead from the inbox to feedback."""
    if not load.n_unsettled:
        return (press(texts.plain("feedbackdesk.button"), opens(Wanted())),)
    counts = {"new": load.n_new, "in_work": load.n_in_work, "overdue": load.n_overdue}
    return (press(texts.plain("feedbackdesk.button_counts", **counts), opens(Wanted())),)


def filters(
    texts: Texts, shelf: Shelf, wanted: Wanted, topics: Sequence[tuple[str, int]], entries: Sequence[tuple[int, int]]
) -> Reply:
    """Offer the states, and the topics and goals of what waits; each choice keeps the others."""
    rows: list[Row] = [_whiches(texts, wanted, states) for states in _STATES]
    named = [
        _choice(f"{topic_of(texts, topic)} · {n}", wanted, replace(wanted, topic=topic))
        for topic, n in topics
        if topic in TOPICS
    ]
    rows += [tuple(named[place : place + 2]) for place in range(0, len(named), 2)]
    goals = [(key, shelf.by_id[key], n) for key, n in entries if key in shelf.by_id]
    rows += [
        (_choice(f"{label(goal)} {goal.text}".strip(), wanted, replace(wanted, entry=key)),)
        for key, goal, _ in goals[:N_GOALS]
    ]
    rows.append((press(texts.plain("feedbackdesk.no_filters"), opens(Wanted())),))
    rows.append((press(texts.plain("feedbackdesk.to_list"), opens(wanted)),))
    said = " · ".join(_said(texts, shelf, wanted))
    return Reply(texts("feedbackdesk.filters", shown=said), tuple(rows))


def opens(wanted: Wanted, page: int = 0) -> OpenFeedbackDesk:
    """Make the payload that opens such a list."""
    return OpenFeedbackDesk(*_fields(wanted), page)


def wanted_by(opened: OpenFeedbackDesk | FilterFeedback) -> Wanted:
    """Read what a button asks for; what no button of ours says is left out."""
    which = Which(opened.which) if opened.which in set(Which) else Which.UNSETTLED
    topic = TOPICS[opened.topic - 1] if 0 < opened.topic <= len(TOPICS) else None
    whose = Whose.MINE if opened.own else Whose.ANYBODYS
    return Wanted(which, whose, topic, opened.entry or None)


def goal_named(texts: Texts, shelf: Shelf, entry: int) -> str:
    """Name a goal, also one that the documents no longer have; not escaped."""
    return shorten(whole_name(texts, shelf.by_id.get(entry)), MAX_TEXT)


def quoted(texts: Texts, shown: Feedback, length: int = MAX_TEXT) -> str:
    """The beginning of a piece of feedback; escaped."""
    return f"«{escape(shorten(shown.text, length))}»" if shown.text else texts("feedbackdesk.no_text")


_STATES = ((Which.UNSETTLED, Which.NEW, Which.IN_WORK), (Which.OVERDUE, Which.ANSWERED), (Which.CLOSED, Which.ALL))


def _whiches(texts: Texts, wanted: Wanted, states: Sequence[Which]) -> Row:
    return tuple(
        _choice(texts.plain(f"feedbackdesk.which_{which.value}"), wanted, replace(wanted, which=which))
        for which in states
    )


def _choice(text: str, now: Wanted, then: Wanted) -> Button:
    """Make a button that changes what is shown; what is chosen already has a mark."""
    return press(f"✓ {text}" if then == now else text, opens(then))


def _quick(texts: Texts, wanted: Wanted, load: Load) -> list[Row]:
    """What is looked for most often, with how much there is."""
    counts = ((Which.NEW, load.n_new), (Which.IN_WORK, load.n_in_work), (Which.OVERDUE, load.n_overdue))
    states = tuple(
        _choice(f"{texts.plain(f'feedbackdesk.which_{which.value}')} · {n}", wanted, replace(wanted, which=which))
        for which, n in counts
    )
    is_own = wanted.whose is Whose.MINE
    own = texts.plain("feedbackdesk.everybodys") if is_own else texts.plain("feedbackdesk.own", number=load.n_own)
    others = replace(wanted, whose=Whose.ANYBODYS if is_own else Whose.MINE)
    more = press(texts.plain("feedbackdesk.more_filters"), FilterFeedback(*_fields(wanted)))
    return [states, (press(own, opens(others)), more)]


def _fields(wanted: Wanted) -> tuple[str, int, int, int]:
    topic = TOPICS.index(wanted.topic) + 1 if wanted.topic else 0
    return wanted.which.value, int(wanted.whose is Whose.MINE), topic, wanted.entry or 0


def _said(texts: Texts, shelf: Shelf, wanted: Wanted) -> list[str]:
    """Say what a list shows; not escaped."""
    said = [texts.plain(f"feedbackdesk.which_{wanted.which.value}")]
    if wanted.whose is Whose.MINE:
        said.append(texts.plain("feedbackdesk.given_to_me"))
    if wanted.topic:
        said.append(topic_of(texts, wanted.topic))
    if wanted.entry is not None:
        said.append(goal_named(texts, shelf, wanted.entry))
    return said
