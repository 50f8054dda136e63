"""What staff are asked, and what they look at, before an act on feedback is done."""

from collections.abc import Sequence

from bot.domain.feedback import MAX_TEXT, Turn
from bot.domain.messages import Reply
from bot.domain.notices import Notice, NoticeKind
from bot.domain.wording import shorten
from bot.services.entries import Shelf
from bot.services.feedbackdesk import DeskView
from bot.texts import Html, Texts
from bot.texts.naming import label
from handlers.callbacks import (
    AnswerFeedback,
    AskBack,
    AssignFeedback,
    CloseFeedback,
    LinkGoal,
    MergeFeedback,
    SendWords,
    SetDeadline,
)
from handlers.views.buttons import Row, cancel_row, press
from handlers.views.feedbackcard import to_card
from handlers.views.feedbackdesk import quoted
from handlers.views.notices import notice
from knowledge.model import Hit

ANSWER, ASK = "answer", "ask"
"""What the words that staff write are."""

KINDS = {ANSWER: NoticeKind.FEEDBACK_ANSWERED, ASK: NoticeKind.FEEDBACK_ASKED}
MAX_NEW = 300
IN_DAYS = (1, 3, 7, 14, 30)


def ask_words(texts: Texts, view: DeskView, how: str) -> Reply:
    said = Html(quoted(texts, view.feedback))
    asked = texts(f"feedbackdesk.words_{how}", text=said, limit=MAX_TEXT)
    return Reply(asked, (cancel_row(texts),))


def words_wanted(texts: Texts) -> Reply:
    """Say what was wrong with what was sent; the question stays open."""
    return Reply(texts("feedbackdesk.words_wanted", limit=MAX_TEXT), (cancel_row(texts),))


def check_words(texts: Texts, view: DeskView, how: str, words: str, new: Sequence[Turn] = ()) -> Reply:
    """Show words as their reader will see them; `new` was said while they were written."""
    shown = view.feedback
    parts: list[str] = []
    if new:
        parts.append(texts("feedbackdesk.said_meanwhile"))
        parts += [texts("feedbackdesk.new_words", text=shorten(turn.text, MAX_NEW)) for turn in new[-2:]]
    parts.append(texts("feedbackdesk.check"))
    params = {"feedback": shown.id, "about": shown.text, "text": words}
    parts.append(notice(texts, Notice(0, "", KINDS[how], params, view.now)).text)
    if how == ASK or view.n_told:
        n = 1 if how == ASK else view.n_told
        send = texts.plain("feedbackdesk.send_to", n=n)
    else:
        parts.append(texts("feedbackdesk.nobody_hears"))
        send = texts.plain("feedbackdesk.send")
    again = AnswerFeedback(shown.id) if how == ANSWER else AskBack(shown.id)
    rows = ((press(send, SendWords(shown.id)),), (press(texts.plain("feedbackdesk.write_anew"), again),))
    return Reply("\n\n".join(parts), (*rows, to_card(texts, shown.id)))


def choose_colleague(
    texts: Texts, view: DeskView, colleagues: Sequence[tuple[int, str | None]], me: int | None
) -> Reply:
    """List those who may answer, by number and by the name that Telegram shows."""
    key, previous = view.feedback.id, view.feedback.assignee or 0
    rows: list[Row] = []
    for number, name in colleagues:
        if number == view.feedback.assignee:
            continue
        named = texts.plain("feedbackdesk.colleague", name=name, number=number) if name else ""
        said = texts.plain("feedbackdesk.to_me") if number == me else named
        rows.append(
            (press(said or texts.plain("desk.by_staff", number=number), AssignFeedback(key, number, previous)),)
        )
    asked = texts("feedbackdesk.choose_colleague" if rows else "feedbackdesk.no_colleagues")
    return Reply(asked, (*rows, to_card(texts, key)))


def choose_deadline(texts: Texts, view: DeskView) -> Reply:
    key = view.feedback.id
    days = [press(texts.plain("feedbackdesk.in_days", n=n), SetDeadline(key, n)) for n in IN_DAYS]
    rows: list[Row] = [tuple(days[:3]), tuple(days[3:])]
    if view.feedback.due_on:
        rows.append((press(texts.plain("feedbackdesk.no_deadline"), SetDeadline(key, 0)),))
    return Reply(texts("feedbackdesk.choose_deadline"), (*rows, cancel_row(texts)))


def choose_goal(texts: Texts, shelf: Shelf, view: DeskView, hits: Sequence[Hit]) -> Reply:
    """Offer goals; other words look for others."""
    key = view.feedback.id
    rows: list[Row] = [
        (press(f"{label(hit.entry)} {hit.entry.text}".strip(), LinkGoal(key, shelf.number(hit.entry))),) for hit in hits
    ]
    if view.feedback.entry is not None:
        rows.append((press(texts.plain("feedbackdesk.unlink"), LinkGoal(key, 0)),))
    return Reply(texts("feedbackdesk.choose_goal" if hits else "gaps.no_goal_found"), (*rows, cancel_row(texts)))


def choose_duplicate(texts: Texts, view: DeskView, others: Sequence[tuple[int, str]]) -> Reply:
    """Offer what may say the same; a number leads to any other."""
    rows = [(press(text, MergeFeedback(view.feedback.id, other, 0)),) for other, text in others]
    asked = texts("feedbackdesk.choose_duplicate", text=Html(quoted(texts, view.feedback)))
    return Reply(asked, (*rows, cancel_row(texts)))


def check_merge(texts: Texts, view: DeskView, other: DeskView) -> Reply:
    """Show both before they are put together: that cannot be undone."""
    key, into = view.feedback.id, other.feedback.id
    said = texts(
        "feedbackdesk.check_merge",
        text=Html(quoted(texts, view.feedback, MAX_TEXT // 2)),
        number=str(into),
        other=Html(quoted(texts, other.feedback, MAX_TEXT // 2)),
    )
    return Reply(
        said, ((press(texts.plain("feedbackdesk.merge_surely"), MergeFeedback(key, into, 1)),), to_card(texts, key))
    )


def ask_to_close(texts: Texts, view: DeskView) -> Reply:
    close = (press(texts.plain("feedbackdesk.close_surely"), CloseFeedback(view.feedback.id, 1)),)
    asked = texts("feedbackdesk.ask_to_close", text=Html(quoted(texts, view.feedback)))
    return Reply(asked, (close, to_card(texts, view.feedback.id)))
