"""Questions that wait for staff, the longest waiting first."""

from collections.abc import Sequence
from html import escape

from bot.domain.messages import Button, Reply
from bot.domain.questions import InboxItem
from bot.services.entries import Shelf
from bot.texts import Texts
from handlers.callbacks import OpenInbox
from handlers.views.buttons import menu_row, press, shorten
from handlers.views.people import name_of

MAX_TEXT = 300


def inbox(texts: Texts, shelf: Shelf, items: Sequence[InboxItem], page: int, *, is_more: bool) -> Reply:
    if not items:
        return Reply(texts("inbox.empty"), (menu_row(texts),))
    lines = [_item(texts, shelf, item) for item in items]
    turns: list[Button] = []
    if page:
        turns.append(press(texts.plain("pages.previous"), OpenInbox(page - 1)))
    if is_more:
        turns.append(press(texts.plain("pages.next"), OpenInbox(page + 1)))
    rows = (tuple(turns),) if turns else ()
    return Reply("\n\n".join([texts("inbox.title"), *lines]), (*rows, menu_row(texts)))


def _item(texts: Texts, shelf: Shelf, item: InboxItem) -> str:
    community = shelf.community(item.community)
    where = name_of(texts, community) if community else texts.plain("communities.all")
    waits = texts.plain("inbox.wants_reply" if item.wants_reply else "inbox.no_reply")
    about = f"{where} · {texts.formats.moment(item.passed_at)} · {waits}"
    return f"«{escape(shorten(item.text, MAX_TEXT))}»\n<i>{escape(about)}</i>"
