"""What a person sent: the list with its states, one piece with all that was said about it."""

from collections.abc import Sequence
from html import escape

from bot.domain.feedback import Feedback, FeedbackItem, FeedbackState, Turn
from bot.domain.messages import Reply
from bot.domain.wording import shorten
from bot.reports.feedback import files_of
from bot.services.entries import Shelf
from bot.services.feedback import FeedbackView
from bot.texts import Html, Texts
from handlers.callbacks import (
    AddWords,
    AppealFeedback,
    OpenDraft,
    OpenEntry,
    OpenFeedback,
    OpenMine,
    OpenTurns,
    WriteFeedback,
)
from handlers.views.buttons import Row, menu_row, pager, press, turns
from handlers.views.feedback import about

MAX_TEXT = 120
MAX_PAGE = 3500
"""Characters on one page of a card: a text of full length and its details fit, two such texts do not."""


def mine(texts: Texts, items: Sequence[FeedbackItem], page: int, *, is_more: bool, has_draft: bool) -> Reply:
    lines = [_line(texts, item) for item in items]
    head = texts("my.title") if items else texts("my.none")
    rows: list[Row] = [(press(briefly(texts, one.feedback), OpenFeedback(one.feedback.id)),) for one in items]
    rows += turns(texts, page, OpenMine, is_more=is_more)
    write = "my.open_draft" if has_draft else "feedback.write"
    rows.append((press(texts.plain(write), OpenDraft() if has_draft else WriteFeedback(0)),))
    return Reply("\n\n".join([head, *lines]), (*rows, menu_row(texts)))


def card(texts: Texts, shelf: Shelf, view: FeedbackView, page: int = 0, *, may_appeal: bool, said: str = "") -> Reply:
    """Show one's own feedback; `said` is what was just done with it. What does not fit goes to a second page."""
    own = view.feedback
    blocks = ["\n\n".join(_first(texts, shelf, view, said)), *(turn_of(texts, turn) for turn in view.turns)]
    pages = paged(blocks)
    page = min(page, len(pages) - 1)
    rows = [*pager(texts, page, len(pages), [OpenTurns(own.id, number) for number in range(len(pages))])]
    rows += _deeds(texts, view, may_appeal=may_appeal)
    if goal := shelf.by_id.get(own.entry or 0):
        rows.append((press(texts.plain("notices.open_entry"), OpenEntry(shelf.number(goal), 0, 0)),))
    return Reply(pages[page], (*rows, _to_list(texts)))


def ask(texts: Texts, key: str, feedback: int) -> Reply:
    """Ask for words about one's own feedback; the way out leads back to it."""
    return Reply(texts(key), ((press(texts.plain("flows.cancel"), OpenFeedback(feedback)),),))


def sent_already(texts: Texts, sent: Feedback) -> Reply:
    """Say that a message changed later changes nothing that was sent."""
    row = (press(texts.plain("notices.open_feedback"), OpenFeedback(sent.id)),)
    return Reply(texts("my.sent_already", number=sent.id), (row,))


def state_of(texts: Texts, one: Feedback) -> str:
    """Say where it stands, and why it is hidden; plain."""
    if one.is_held:
        return texts.plain("my.held")
    if one.state is FeedbackState.HIDDEN and one.reason:
        return texts.plain("my.hidden", reason=texts.plain(f"feedback.reason_{one.reason.value}"))
    return texts.plain(f"feedback.state_{one.state.value}")


def _line(texts: Texts, item: FeedbackItem) -> str:
    one = item.feedback
    day = texts.formats.day(texts.formats.local(one.sent_at).date())
    head = texts("my.line", number=one.id, day=day, state=state_of(texts, one))
    return f"{head}\n{escape(briefly(texts, one))}"


def briefly(texts: Texts, one: Feedback) -> str:
    """Shorten the text for a list; plain, and never empty."""
    return shorten(one.text, MAX_TEXT) if one.text else texts.plain("my.without_words")


def _first(texts: Texts, shelf: Shelf, view: FeedbackView, said: str) -> list[str]:
    own = view.feedback
    head = texts("my.card", number=own.id, moment=texts.formats.moment(own.sent_at), state=state_of(texts, own))
    parts = [*([said] if said else []), head, f"«{escape(own.text)}»" if own.text else texts("my.without_words")]
    details = about(texts, shelf, own)
    if view.files:
        details.insert(0, texts("feedback.files", files=files_of(texts, view.files)))
    if own.is_shown:
        details.append(texts("my.shown", number=view.n_supports))
    elif own.is_offered and own.is_visible:
        details.append(texts("my.offered"))
    if own.merged_into is not None:
        details.append(texts("my.merged"))
    if own.appeal is not None and own.appeal_granted is None:
        details.append(texts("my.appealed"))
    return [*parts, *(["\n".join(details)] if details else [])]


def turn_of(texts: Texts, turn: Turn) -> str:
    who = texts("my.said_by_staff" if turn.by_staff else "my.said_by_you", moment=texts.formats.moment(turn.said_at))
    return Html(f"<b>{who}</b>\n{escape(turn.text)}")


def paged(blocks: Sequence[str]) -> list[str]:
    """Put as many blocks on a page as fit."""
    pages = [blocks[0]]
    for block in blocks[1:]:
        if len(pages[-1]) + len(block) > MAX_PAGE:
            pages.append(block)
        else:
            pages[-1] += f"\n\n{block}"
    return pages


def _deeds(texts: Texts, view: FeedbackView, *, may_appeal: bool) -> list[Row]:
    own = view.feedback
    if may_appeal:
        return [(press(texts.plain("appeals.button"), AppealFeedback(own.id)),)]
    if own.state in (FeedbackState.CLOSED, FeedbackState.HIDDEN) or own.merged_into is not None:
        return []
    was_asked = bool(view.turns) and view.turns[-1].by_staff
    return [(press(texts.plain("my.answer" if was_asked else "my.add"), AddWords(own.id)),)]


def _to_list(texts: Texts) -> Row:
    return (press(texts.plain("my.to_list"), OpenMine(0)),)
