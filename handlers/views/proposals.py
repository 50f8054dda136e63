"""Published proposals: what everybody may read and support."""

from collections.abc import Sequence
from html import escape

from bot.domain.feedback import FeedbackItem
from bot.domain.messages import Reply
from bot.services.entries import Shelf
from bot.services.feedback import FeedbackView
from bot.texts import Texts
from bot.texts.naming import name_of
from handlers.callbacks import OpenCommunity, OpenEntry, OpenFeedback, OpenProposals, OpenTurns, Support, WriteTo
from handlers.views.buttons import Row, pager, press, turns
from handlers.views.feedback import about
from handlers.views.my import briefly, paged, state_of, turn_of
from knowledge.model import Community


def proposals(texts: Texts, community: Community, items: Sequence[FeedbackItem], page: int, *, is_more: bool) -> Reply:
    lines = [f"«{escape(briefly(texts, one.feedback))}»\n<i>{_standing(texts, one)}</i>" for one in items]
    key = "proposals.title" if items else "proposals.none"
    rows: list[Row] = [(press(briefly(texts, one.feedback), OpenFeedback(one.feedback.id)),) for one in items]
    rows += turns(texts, page, lambda number: OpenProposals(community.id, number), is_more=is_more)
    rows.append((press(texts.plain("feedback.write"), WriteTo(community.id)),))
    rows.append((press(texts.plain("entries.up"), OpenCommunity(community.id)),))
    return Reply("\n\n".join([texts(key, community=name_of(texts, community)), *lines]), tuple(rows))


def card(texts: Texts, shelf: Shelf, view: FeedbackView, page: int = 0, said: str = "") -> Reply:
    """Show a proposal to everybody: what it says and what the hromada answered; who wrote it is nobody's business."""
    shown = view.feedback
    first = [*([said] if said else []), f"«{escape(shown.text)}»" if shown.text else texts("my.without_words")]
    details = [*about(texts, shelf, shown), texts("my.state", state=state_of(texts, shown))]
    details.append(texts("proposals.supports", number=view.n_supports))
    first.append("\n".join(details))
    answers = [turn_of(texts, turn) for turn in view.turns if turn.by_staff and not turn.is_question]
    pages = paged(["\n\n".join(first), *answers])
    page = min(page, len(pages) - 1)
    rows = [*pager(texts, page, len(pages), [OpenTurns(shown.id, number) for number in range(len(pages))])]
    support = texts.plain("proposals.take_back" if view.supports else "proposals.support")
    rows.append((press(support, Support(shown.id, int(not view.supports))),))
    if goal := shelf.by_id.get(shown.entry or 0):
        rows.append((press(texts.plain("notices.open_entry"), OpenEntry(shelf.number(goal), 0, 0)),))
    rows.append((press(texts.plain("proposals.to_list"), OpenProposals(shown.community, 0)),))
    return Reply(pages[page], tuple(rows))


def _standing(texts: Texts, item: FeedbackItem) -> str:
    return f"{texts('proposals.supports', number=item.n_supports)} · {state_of(texts, item.feedback)}"
