"""Buttons that many cards share."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.domain.messages import Button
from bot.domain.wording import shorten
from bot.texts import Texts
from handlers.callbacks import CancelFlow, OpenHelp, OpenMenu, pack

Row = tuple[Button, ...]
T = TypeVar("T")

MAX_TEXT = 4096
"""Longest message in characters. Cards count their markup, which Telegram does not."""

TOAST = 200
"""Longest word that pops up over a card, in characters."""

LABEL = 60
"""Longest label of a button; phones cut what is longer."""


def press(text: str, what: object) -> Button:
    """Make a button that carries a payload."""
    return Button(shorten(text, LABEL), data=pack(what))


def pager(texts: Texts, page: int, n_pages: int, to_page: Sequence[object]) -> tuple[Row, ...]:
    """Make the row that turns pages; `to_page` holds a payload per page. No row for a single page."""
    if n_pages < 2:
        return ()
    row = []
    if page > 0:
        row.append(press(texts.plain("pages.previous"), to_page[page - 1]))
    row.append(press(texts.plain("pages.position", page=page + 1, n_pages=n_pages), to_page[page]))
    if page + 1 < n_pages:
        row.append(press(texts.plain("pages.next"), to_page[page + 1]))
    return (tuple(row),)


def turns(texts: Texts, page: int, to_page: Callable[[int], object], *, is_more: bool) -> tuple[Row, ...]:
    """Make the row that turns pages of a list whose end is not known; no row for a single page."""
    row: list[Button] = []
    if page:
        row.append(press(texts.plain("pages.previous"), to_page(page - 1)))
    if is_more:
        row.append(press(texts.plain("pages.next"), to_page(page + 1)))
    return (tuple(row),) if row else ()


def cut(things: Sequence[T], page: int, size: int) -> tuple[int, int, Sequence[T]]:
    """Return the page that exists nearest to `page`, how many there are, and what stands on it."""
    n_pages = max(1, -(-len(things) // size))
    page = min(max(page, 0), n_pages - 1)
    return page, n_pages, things[page * size : (page + 1) * size]


def cancel_row(texts: Texts) -> Row:
    """Make the way out of a question that the bot asked."""
    return (press(texts.plain("flows.cancel"), CancelFlow()),)


def menu_row(texts: Texts) -> Row:
    return (press(texts.plain("menu.button"), OpenMenu()), press(texts.plain("help.button"), OpenHelp()))
