"""Questions without an answer, those on which most people wait first; and those that staff settled."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.domain.feedback import Load
from bot.domain.gaps import GapItem
from bot.domain.messages import Reply
from bot.domain.wording import shorten
from bot.reports.gaps import MAX_TEXT, about, asked_as, outcome
from bot.services.entries import Shelf
from bot.texts import Texts
from handlers.callbacks import OpenGap, OpenInbox, OpenSettled
from handlers.views.buttons import Row, menu_row, press, turns
from handlers.views.feedbackdesk import button as feedback_button
from handlers.views.feedbackdesk import waiting


def inbox(
    texts: Texts, shelf: Shelf, items: Sequence[GapItem], page: int, load: Load, now: datetime, *, is_more: bool
) -> Reply:
    """List the questions; `load` says how much feedback waits besides."""
    lines = [_line(texts, item, about(texts, shelf.community(item.gap.community), item, now)) for item in items]
    head = texts("inbox.title") if items else texts("inbox.empty")
    rows = [*_opens(texts, items), *turns(texts, page, OpenInbox, is_more=is_more)]
    rows.append((press(texts.plain("gaps.settled_ones"), OpenSettled(0)),))
    rows.append(feedback_button(texts, load))
    return Reply("\n\n".join([head, *lines, waiting(texts, load, now)]), (*rows, menu_row(texts)))


def settled(texts: Texts, shelf: Shelf, items: Sequence[GapItem], page: int, *, is_more: bool) -> Reply:
    lines = [_line(texts, item, outcome(texts, item, shelf.by_id.get(item.gap.entry or 0))) for item in items]
    head = texts("gaps.settled_title") if items else texts("gaps.none_settled")
    rows = [*_opens(texts, items), *turns(texts, page, OpenSettled, is_more=is_more), to_list(texts)]
    return Reply("\n\n".join([head, *lines]), tuple(rows))


def to_list(texts: Texts) -> Row:
    return (press(texts.plain("gaps.to_list"), OpenInbox(0)),)


def _line(texts: Texts, item: GapItem, more: str) -> str:
    """Write a question, and below it what is said of it."""
    return f"«{escape(shorten(asked_as(texts, item), MAX_TEXT))}»\n<i>{escape(more)}</i>"


def _opens(texts: Texts, items: Sequence[GapItem]) -> list[Row]:
    return [(press(asked_as(texts, item), OpenGap(item.gap.id)),) for item in items]
