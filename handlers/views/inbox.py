"""Questions without an answer, those on which most people wait first; and those that staff settled."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.domain.feedback import Load
from bot.domain.gaps import GapItem, GapState
from bot.domain.messages import Reply
from bot.domain.wording import shorten
from bot.services.entries import Shelf
from bot.texts import Texts
from bot.texts.naming import name_of
from handlers.callbacks import OpenGap, OpenInbox, OpenSettled
from handlers.views.buttons import Row, menu_row, press, turns
from handlers.views.feedbackdesk import button as feedback_button
from handlers.views.feedbackdesk import waiting

MAX_TEXT = 300


def inbox(
    texts: Texts, shelf: Shelf, items: Sequence[GapItem], page: int, load: Load, now: datetime, *, is_more: bool
) -> Reply:
    """List the questions; `load` says how much feedback waits besides."""
    lines = [_quoted(texts, item) + f"\n<i>{about(texts, shelf, item, now)}</i>" for item in items]
    head = texts("inbox.title") if items else texts("inbox.empty")
    rows = [*_opens(texts, items), *turns(texts, page, OpenInbox, is_more=is_more)]
    rows.append((press(texts.plain("gaps.settled_ones"), OpenSettled(0)),))
    rows.append(feedback_button(texts, load))
    return Reply("\n\n".join([head, *lines, waiting(texts, load, now)]), (*rows, menu_row(texts)))


def settled(texts: Texts, shelf: Shelf, items: Sequence[GapItem], page: int, *, is_more: bool) -> Reply:
    lines = [_quoted(texts, item) + f"\n<i>{_outcome(texts, shelf, item)}</i>" for item in items]
    head = texts("gaps.settled_title") if items else texts("gaps.none_settled")
    rows = [*_opens(texts, items), *turns(texts, page, OpenSettled, is_more=is_more), to_list(texts)]
    return Reply("\n\n".join([head, *lines]), tuple(rows))


def about(texts: Texts, shelf: Shelf, item: GapItem, now: datetime) -> str:
    """Say where it was asked, how often, who waits and since when; escaped."""
    community = shelf.community(item.gap.community)
    return escape(
        " · ".join(
            [
                name_of(texts, community) if community else texts.plain("communities.all"),
                texts.plain("gaps.asked", n=item.n_askers),
                texts.plain("gaps.waiting", n=item.n_waiting) if item.n_waiting else texts.plain("gaps.nobody_waits"),
                _age(texts, (now - item.first_at).days),
            ]
        )
    )


def asked_as(texts: Texts, item: GapItem) -> str:
    """How it was asked first; not escaped."""
    return item.text or texts.plain("gaps.withdrawn")


def to_list(texts: Texts) -> Row:
    return (press(texts.plain("gaps.to_list"), OpenInbox(0)),)


def _age(texts: Texts, n_days: int) -> str:
    return texts.plain("gaps.age", n=n_days) if n_days else texts.plain("gaps.today")


def _outcome(texts: Texts, shelf: Shelf, item: GapItem) -> str:
    gap = item.gap
    assert gap.answered_at is not None
    if gap.state is GapState.CLOSED:
        what = texts.plain("gaps.was_closed")
    elif gap.answer is not None:
        what = shorten(gap.answer, MAX_TEXT)
    else:
        entry = shelf.by_id.get(gap.entry or 0)
        what = f"{entry.code} {shorten(entry.text, MAX_TEXT)}" if entry else texts.plain("gaps.goal_gone")
    return escape(f"{texts.formats.moment(gap.answered_at)} · {what}")


def _quoted(texts: Texts, item: GapItem) -> str:
    return f"«{escape(shorten(asked_as(texts, item), MAX_TEXT))}»"


def _opens(texts: Texts, items: Sequence[GapItem]) -> list[Row]:
    return [(press(asked_as(texts, item), OpenGap(item.gap.id)),) for item in items]
