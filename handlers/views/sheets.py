"""The options of a round as staff edit them, and the goals that can become options."""

from collections.abc import Sequence
from html import escape

from bot.domain.messages import Reply
from bot.domain.rounddesk import UNOPENED
from bot.domain.rounds import BallotKind, Option
from bot.domain.wording import shorten
from bot.services.entries import Shelf
from bot.services.rounds import RoundView
from bot.texts import Texts
from bot.texts.naming import label
from handlers.callbacks import (
    EditOption,
    ManageRound,
    MoveOption,
    OpenSheet,
    OpenSheetOption,
    PasteOptions,
    PickDocument,
    PickGoals,
    PickLevel,
    PutGoal,
    PutLevel,
    RemoveOption,
    SetClass,
)
from handlers.views.buttons import Row, pager, press
from knowledge.model import Document, Entry

PAGE = 8
MAX_LINE = 100

FIELDS = ("title", "details", "cost_kop", "author", "place", "topic")
WORDS = ("title", "details")
"""What can be corrected while people vote."""


def options(texts: Texts, view: RoundView, page: int, note: str = "") -> Reply:
    """List the options in the order of the round; `note` says what just happened."""
    listed, key = view.sheet.options, view.round.id
    n_pages = max(1, -(-len(listed) // PAGE))
    page = min(page, n_pages - 1)
    first = page * PAGE
    part = listed[first : first + PAGE]
    lines = [f"{number}. {_brief(texts, one)}" for number, one in enumerate(part, first + 1)]
    head = texts("sheets.head", title=view.round.title, n=len(listed))
    rows: list[Row] = [
        (press(f"{number}. {one.title}", OpenSheetOption(key, one.id)),) for number, one in enumerate(part, first + 1)
    ]
    rows.extend(pager(texts, page, n_pages, [OpenSheet(key, number) for number in range(n_pages)]))
    if view.phase in UNOPENED:
        rows.append((press(texts.plain("sheets.from_goals"), PickDocument(key)),))
        rows.append((press(texts.plain("sheets.from_list"), PasteOptions(key)),))
    rows.append((press(texts.plain("desk.to_round"), ManageRound(key)),))
    return Reply("\n\n".join([*([note] if note else []), head, *(["\n".join(lines)] if lines else [])]), tuple(rows))


def _brief(texts: Texts, option: Option) -> str:
    cost = "" if option.cost_kop is None else f" — {texts.formats.money(option.cost_kop)}"
    return f"{escape(shorten(option.title, MAX_LINE))}{cost}"


def option(texts: Texts, shelf: Shelf, view: RoundView, shown: Option) -> Reply:
    """Show an option with everything that is set, and a button for each thing that can be changed."""
    fields = FIELDS if view.phase in UNOPENED else WORDS
    lines = [
        texts("fields.line", field=texts.plain(f"sheets.{field}"), value=said(texts, shown, field))
        for field in FIELDS
        if field != "title"
    ]
    if view.round.ballot is BallotKind.CLASSES:
        lines.append(texts("fields.line", field=texts.plain("sheets.option_class"), value=_class(texts, view, shown)))
    if goal := shelf.by_id.get(shown.entry or 0):
        lines.append(texts("sheets.goal", goal=shorten(f"{label(goal)} {goal.text}", MAX_LINE)))
    made = [press(texts.plain(f"sheets.{f}"), EditOption(view.round.id, shown.id, f)) for f in fields]
    rows: list[Row] = [tuple(made[begin : begin + 2]) for begin in range(0, len(made), 2)]
    rows += _moves(texts, view, shown) if view.phase in UNOPENED else []
    rows.append(_to_options(texts, view, shown))
    return Reply("\n\n".join([f"<b>{escape(shown.title)}</b>", "\n".join(lines)]), tuple(rows))


def _moves(texts: Texts, view: RoundView, shown: Option) -> list[Row]:
    key, order = view.round.id, [one.id for one in view.sheet.options]
    at = order.index(shown.id)
    moves = []
    if at:
        moves.append(press(texts.plain("sheets.up"), MoveOption(key, shown.id, at - 1)))
    if at + 1 < len(order):
        moves.append(press(texts.plain("sheets.down"), MoveOption(key, shown.id, at + 1)))
    rows: list[Row] = [tuple(moves)] if moves else []
    if view.round.ballot is BallotKind.CLASSES:
        classes = enumerate(view.round.classes)
        rows += [
            (press(texts.plain("sheets.into_class", name=one.name), SetClass(key, shown.id, index)),)
            for index, one in classes
            if index != shown.option_class
        ]
    rows.append((press(texts.plain("sheets.remove"), RemoveOption(key, shown.id)),))
    return rows


def _class(texts: Texts, view: RoundView, shown: Option) -> str:
    index = shown.option_class
    if index is None or index >= len(view.round.classes):
        return texts.plain("sheets.nothing")
    return view.round.classes[index].name


def said(texts: Texts, shown: Option, field: str) -> str:
    """Say what a field of an option is set to."""
    value = getattr(shown, field)
    if field == "cost_kop" and value is not None:
        return texts.formats.money(value)
    return str(value) if value else texts.plain("sheets.nothing")


def ask(texts: Texts, view: RoundView, shown: Option, field: str) -> Reply:
    """Ask for a field of an option, with what it is now and the way back."""
    now = texts("fields.now", value=said(texts, shown, field))
    asked = texts("sheets.ask", field=texts.plain(f"sheets.{field}"))
    hints = [] if field == "title" else [texts("sheets.how_to_clear")]
    back: Row = (press(texts.plain("fields.back"), OpenSheetOption(view.round.id, shown.id)),)
    return Reply("\n\n".join([asked, now, *hints]), (back,))


def ask_for_list(texts: Texts, view: RoundView) -> Reply:
    """Ask for a list or a file, with its form."""
    back: Row = (press(texts.plain("fields.back"), OpenSheet(view.round.id, 0)),)
    return Reply(texts("sheets.ask_list"), (back,))


def documents(texts: Texts, view: RoundView, known: Sequence[Document]) -> Reply:
    """Ask from which document goals are to come."""
    rows: list[Row] = [(press(one.title, PickLevel(view.round.id, one.id)),) for one in known]
    said_ = texts("goals.which_document" if known else "goals.no_document")
    return Reply(said_, (*rows, (press(texts.plain("fields.back"), OpenSheet(view.round.id, 0)),)))


def levels(texts: Texts, shelf: Shelf, view: RoundView, levels_: Sequence[Sequence[Entry]]) -> Reply:
    """Ask for a level; `levels_` are the goals of each."""
    rows: list[Row] = []
    for goals_ in levels_:
        name = texts.plain(f"entries.open_{goals_[0].level.value}", n=len(goals_))
        rows.append((press(name, PickGoals(view.round.id, shelf.number(goals_[0]), 0)),))
    return Reply(texts("goals.which_level"), (*rows, (press(texts.plain("fields.back"), PickDocument(view.round.id)),)))


def goals(texts: Texts, shelf: Shelf, view: RoundView, level: Sequence[Entry], page: int) -> Reply:
    """List the goals of a level; a tap makes one an option, another tap takes it out again."""
    key, taken = view.round.id, {one.entry for one in view.sheet.options}
    n_pages = -(-len(level) // PAGE)
    page = min(page, n_pages - 1)
    part = level[page * PAGE : (page + 1) * PAGE]
    rows: list[Row] = []
    for goal in part:
        number = shelf.number(goal)
        mark = "✓ " if number in taken else ""
        value = int(number not in taken)
        rows.append((press(f"{mark}{label(goal)} {goal.text}".strip(), PutGoal(key, number, value, page)),))
    first = shelf.number(level[0])
    rows.extend(pager(texts, page, n_pages, [PickGoals(key, first, number) for number in range(n_pages)]))
    rows.append((press(texts.plain("goals.take_all", n=len(level)), PutLevel(key, first)),))
    rows.append((press(texts.plain("goals.done"), OpenSheet(key, 0)),))
    return Reply(texts("goals.tap", n=len(view.sheet.options)), tuple(rows))


def _to_options(texts: Texts, view: RoundView, shown: Option) -> Row:
    order = [one.id for one in view.sheet.options]
    page = order.index(shown.id) // PAGE
    return (press(texts.plain("sheets.all"), OpenSheet(view.round.id, page)),)
