"""The list of places from which people choose where they live."""

from collections.abc import Sequence

from bot.domain.messages import Reply
from bot.texts import Texts
from handlers.callbacks import ChoosePlace, OpenMenu, SettleIn
from handlers.views.buttons import Row, cut, menu_row, pager, press

PAGE = 10


def ask(texts: Texts, names: Sequence[str], page: int, chosen: str | None) -> Reply:
    """Say what it is for and list the names; `chosen` is the present one."""
    page, n_pages, part = cut(list(enumerate(names, start=1)), page, PAGE)
    rows: list[Row] = [(press(name, SettleIn(place)),) for place, name in part]
    rows += pager(texts, page, n_pages, [ChoosePlace(number) for number in range(n_pages)])
    if chosen is None:
        return Reply(texts("places.ask"), (*rows, (press(texts.plain("places.not_now"), OpenMenu()),)))
    remove = (press(texts.plain("places.remove"), SettleIn(0)),)
    return Reply(f"{texts('places.chosen', name=chosen)}\n\n{texts('places.ask')}", (remove, *rows, menu_row(texts)))
