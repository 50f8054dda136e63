"""Report on a goal, with what residents will read before it is saved; everything that was ever reported."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

from bot.domain.messages import Reply
from bot.domain.progress import FIELDS, MAX_RESPONSIBLE, MAX_WORDS, TERMS, Report, Status
from bot.domain.wording import shorten
from bot.reports import ledger as ledgers
from bot.services.entries import Shelf
from bot.services.progress import History, Standing
from bot.texts import Texts
from bot.texts.naming import label, name_of
from handlers.callbacks import (
    AskOfGoal,
    OpenCommunity,
    OpenEntry,
    OpenHistory,
    OpenOverdue,
    OpenReport,
    SaveReport,
    SayOfGoal,
)
from handlers.views.buttons import Row, cancel_row, cut, menu_row, pager, press
from knowledge.model import Community, Entry

PAGE = 3
"""Reports on one page: three of the longest fit one message."""

N_OVERDUE = 6

MAX_TITLE = 200

CAN_BE_CLEARED = frozenset({"evidence_url", *TERMS})

NONE = "none"
"""The choice of a button that clears a field."""


def draft(texts: Texts, shelf: Shelf, number: int, standing: Standing, said: Mapping[str, Any]) -> Reply:
    """Show what residents will read, and a button for everything that a report can say."""
    parts: list[str] = [texts("progress.draft", goal=titled(shelf.entry(number)))]
    parts.append(texts("progress.will_read" if said else "progress.read_now"))
    parts.append(ledgers.lines(texts, standing.ledger, standing.today))
    fields = [press(_marked(texts, name, said), AskOfGoal(number, name)) for name in FIELDS]
    rows: list[Row] = [tuple(fields[begin : begin + 2]) for begin in range(0, len(fields), 2)]
    if said:
        rows.append((press(texts.plain("progress.save"), SaveReport(number)),))
    return Reply("\n\n".join(parts), (*rows, cancel_row(texts)))


def ask(texts: Texts, number: int, name: str) -> Reply:
    """Ask for one thing; what can be chosen has buttons."""
    rows: list[Row] = []
    if name == "status":
        rows = [
            (press(texts.plain(f"progress.status_{status.value}"), SayOfGoal(number, name, status.value)),)
            for status in Status
        ]
    if name in CAN_BE_CLEARED:
        rows.append((press(texts.plain("progress.clear"), SayOfGoal(number, name, NONE)),))
    rows.append((press(texts.plain("progress.back"), OpenReport(number)),))
    limit = MAX_WORDS if name == "words" else MAX_RESPONSIBLE
    return Reply(texts(f"progress.ask_{name}", limit=limit), (*rows, cancel_row(texts)))


def ask_again(texts: Texts, number: int, name: str, why: str) -> Reply:
    """Say why an answer was not taken; the same question is still open."""
    return replace(ask(texts, number, name), text=escape(why))


def history(texts: Texts, number: int, found: History, page: int, *, for_staff: bool) -> Reply:
    """List every report, the newest first; who reported is for staff."""
    page, n_pages, part = cut(found.ledger.steps(), page, PAGE)
    parts: list[str] = [texts("progress.history_of", goal=titled(found.entry))]
    if found.is_gone:
        parts.append(texts("progress.goal_gone"))
    if not part:
        parts.append(texts("progress.none"))
    for report, before in part:
        who = f"\n<i>{_who(texts, report)}</i>" if for_staff else ""
        parts.append(ledgers.step(texts, report, before) + who)
    rows = [*pager(texts, page, n_pages, [OpenHistory(number, turn) for turn in range(n_pages)])]
    rows.append(
        menu_row(texts) if found.is_gone else (press(texts.plain("progress.to_goal"), OpenEntry(number, 0, 0)),)
    )
    return Reply("\n\n".join(parts), tuple(rows))


def overdue(texts: Texts, shelf: Shelf, community: Community, late: Sequence[tuple[int, date]], page: int) -> Reply:
    """List the goals whose deadline has passed, the longest overdue first."""
    page, n_pages, part = cut(late, page, N_OVERDUE)
    head = texts("progress.overdue_of" if late else "progress.none_overdue", community=name_of(texts, community))
    parts: list[str] = [head]
    rows: list[Row] = []
    for number, due_on in part:
        goal = titled(shelf.entry(number))
        parts.append(texts("progress.overdue_line", goal=goal, day=texts.formats.day(due_on)))
        rows.append((press(goal, OpenEntry(number, 0, 0)),))
    rows += pager(texts, page, n_pages, [OpenOverdue(community.id, turn) for turn in range(n_pages)])
    rows.append((press(texts.plain("entries.up"), OpenCommunity(community.id)),))
    return Reply("\n\n".join(parts), tuple(rows))


def titled(entry: Entry, length: int = MAX_TITLE) -> str:
    """Name a goal in one line; not escaped."""
    return f"{label(entry)} {shorten(entry.text, length)}".strip()


def _who(texts: Texts, report: Report) -> str:
    return texts("progress.by_operator") if report.by is None else texts("progress.by", number=report.by)


def _marked(texts: Texts, name: str, said: Mapping[str, Any]) -> str:
    """Tick what this report already says."""
    return ("✓ " if name in said else "") + texts.plain(f"progress.field_{name}")
