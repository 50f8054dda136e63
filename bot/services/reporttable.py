"""Read a table of reports, a line for each goal: from the command line and at the desk."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.progress import Ledger, Status, sound
from bot.reports.tables import Table
from bot.services.entries import Shelf
from bot.services.progress import Said, is_promise
from bot.texts import Texts
from bot.texts.reading.moments import read_day
from bot.texts.reading.money import read_money
from knowledge.model import Entry

GOAL = ("document", "code")
WORDING = "goal"
"""A column for who fills the table in; what stands there is not read."""

COLUMNS = {
    "status": "status",
    "words": "words",
    "evidence": "evidence_url",
    "responsible": "responsible",
    "due": "due_on",
    "planned": "planned_kop",
    "spent": "spent_kop",
}
"""What the header calls them, and what a report does."""


@dataclass(frozen=True, slots=True)
class ReadReports:
    """What a table says. Shapes: `wrong` are the lines that cannot be read, with why; then nothing is to be saved."""

    reports: list[tuple[int, Said]]
    wrong: list[tuple[int, DomainError]]


def read_reports(table: str, shelf: Shelf, now: datetime, texts: Texts) -> ReadReports:
    """Read a table. Left out, or an empty cell, is not reported on."""
    found: dict[int, Said] = {}
    wrong: list[tuple[int, DomainError]] = []
    line = 1
    try:
        for number, row in _rows(table, texts):
            line = number
            try:
                entry = _goal(shelf, row, found)
                found[entry] = {
                    name: read_field(name, row[column], now, texts)
                    for column, name in COLUMNS.items()
                    if row.get(column)
                }
            except DomainError as error:
                wrong.append((line, error))
            line += 1
    except csv.Error:
        wrong.append((line, NotAllowed("progress.table_broken")))
    except DomainError as error:
        wrong.append((line, error))
    return ReadReports([(entry, said) for entry, said in found.items() if said], wrong)


def read_field(name: str, written: str, now: datetime, texts: Texts) -> Any:
    """Read one of `bot.domain.progress.FIELDS` as people write it; an empty one is taken away.

    Errors: `NotAllowed` says how to write it.
    """
    if not written:
        return "" if name in ("words", "responsible") else None
    readers: Mapping[str, Callable[[str], Any]] = {
        "status": lambda words: _status(words, texts),
        "due_on": lambda words: read_day(words, now, texts.formats.timezone),
        "planned_kop": read_money,
        "spent_kop": read_money,
    }
    return sound(name, readers.get(name, str)(written))


def as_table(goals: Sequence[tuple[Entry, Ledger]], texts: Texts) -> Table:
    """Write goals as a table that can be filled in and read again, with how they stand now."""
    header = [texts.plain(f"progress.column_{name}") for name in (*GOAL, WORDING)]
    header += [texts.plain(f"progress.field_{field}") for field in COLUMNS.values()]
    rows = [(entry.document, entry.code, entry.text, *_cells(ledger, texts)) for entry, ledger in goals]
    return Table("", tuple(header), rows)


def as_written(ledger: Ledger) -> dict[str, str]:
    """Say how a goal stands, each of `bot.domain.progress.FIELDS` in words that `read_field` reads back."""
    claim, terms = ledger.claim, ledger.terms
    return {
        "status": claim.status.value if claim and claim.status else "",
        "words": claim.words if claim else "",
        "evidence_url": (claim.evidence_url or "") if claim else "",
        "responsible": terms.responsible,
        "due_on": terms.due_on.strftime("%d.%m.%Y") if terms.due_on else "",
        "planned_kop": _money(terms.planned_kop),
        "spent_kop": _money(terms.spent_kop),
    }


def _money(kop: int | None) -> str:
    if kop is None:
        return ""
    return f"{kop // 100},{kop % 100:02}" if kop % 100 else str(kop // 100)


def _cells(ledger: Ledger, texts: Texts) -> list[str]:
    written = as_written(ledger)
    if written["status"]:
        written["status"] = texts.plain(f"progress.status_{written['status']}")
    return [written[field] for field in COLUMNS.values()]


def _goal(shelf: Shelf, row: Mapping[str, str], found: Mapping[int, Said]) -> int:
    entry = shelf.ids.get((row["document"], row["code"]))
    goal = f"{row['document']} {row['code']}"
    if entry is None or not is_promise(shelf, entry):
        raise NotAllowed("progress.table_no_goal", goal=goal)
    if entry in found:
        raise NotAllowed("progress.table_twice", goal=goal)
    return entry


def _status(written: str, texts: Texts) -> Status:
    known = status_names(texts) | {status.value: status for status in Status}
    if written.casefold() not in known:
        raise NotAllowed("progress.table_no_status", written=written, known=", ".join(status_names(texts)))
    return known[written.casefold()]


def status_names(texts: Texts) -> dict[str, Status]:
    return {texts.plain(f"progress.status_{status.value}"): status for status in Status}


def _rows(table: str, texts: Texts) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line with its number, by column; columns may be called as the desk calls them."""
    head = table.partition("\n")[0]
    reader = csv.reader(StringIO(table, newline=""), delimiter=max(";\t,", key=head.count), strict=True)
    spoken = {texts.plain(f"progress.field_{field}").casefold(): column for column, field in COLUMNS.items()}
    spoken |= {texts.plain(f"progress.column_{name}").casefold(): name for name in (*GOAL, WORDING)}
    columns = [spoken.get(name.strip().casefold(), name.strip().casefold()) for name in next(reader, [])]
    if unknown := set(columns) - {*GOAL, WORDING, *COLUMNS}:
        raise NotAllowed("progress.table_unknown_columns", columns=", ".join(sorted(unknown)))
    if missing := set(GOAL) - set(columns):
        raise NotAllowed("progress.table_no_columns", columns=", ".join(sorted(missing)))
    for cells in reader:
        if any(cells):
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield reader.line_num, {name: cell.strip() for name, cell in zip(columns, padded, strict=False)}
