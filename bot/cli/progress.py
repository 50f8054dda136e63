"""Commands about how goals stand: report on many at once, from a table."""

import asyncio
import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import cyclopts

from bot.app import open_services
from bot.cli.operator import OPERATOR
from bot.cli.words import english, in_words
from bot.domain.errors import DomainError
from bot.domain.people import Locale
from bot.domain.progress import Status, sound
from bot.domain.time import utc_now
from bot.services.entries import Shelf
from bot.services.progress import Said, is_promise
from bot.settings import read_settings
from bot.texts import Languages, Texts, imports
from bot.texts.reading.moments import read_day
from bot.texts.reading.money import read_money
from knowledge.importers.decode import decode
from knowledge.importers.report import ImportFailed

progress = cyclopts.App(name="progress", help="How goals stand: report on many at once.")

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


class _Wrong(Exception):  # noqa: N818  (reads as what happened)
    """What is wrong with a line, in words."""


@progress.command(name="import")
def import_(file: Path, /) -> None:
    """Report on goals from a CSV file; a file with a mistake leaves nothing.

    Parameters
    ----------
    file
        A table as docs/commands.md describes it.
    """

    async def run() -> None:
        settings = read_settings()
        texts = Languages(settings.timezone)[Locale.UK]
        async with open_services(settings) as (_, services):
            await services.entries.load()
            reader = _Reader(services.entries.shelf, utc_now(), texts)
            reports = reader.reports(file)
            n_saved = await services.progress.report(OPERATOR, reports)
            print(f"{n_saved} goals reported on, {len(reports) - n_saved} unchanged")

    asyncio.run(run())


@dataclass(frozen=True, slots=True)
class _Reader:
    shelf: Shelf
    now: datetime
    texts: Texts

    def reports(self, file: Path) -> list[tuple[int, Said]]:
        """Read the whole table.

        Errors: `documents.unreadable` names the line.
        """
        found: dict[int, Said] = {}
        line = 1
        try:
            for number, row in _rows(decode(file.read_bytes())):
                line = number
                self._add(found, row)
                line += 1
        except ImportFailed as error:
            raise DomainError("documents.unreadable", file=file, detail=imports.failed(english(), error)) from error
        except (DomainError, csv.Error, _Wrong) as error:
            why = in_words(error) if isinstance(error, DomainError) else error
            raise DomainError("documents.unreadable", file=file, detail=f"line {line}: {why}") from error
        return [(entry, said) for entry, said in found.items() if said]

    def _add(self, found: dict[int, Said], row: Mapping[str, str]) -> None:
        entry = self.shelf.ids.get((row["document"], row["code"]))
        if entry is None or not is_promise(self.shelf, entry):
            raise _Wrong(f"{row['document']} {row['code']} is no goal of a hromada")
        if entry in found:
            raise _Wrong(f"{row['document']} {row['code']} stands in another line already")
        found[entry] = {COLUMNS[name]: self._read(COLUMNS[name], row[name]) for name in COLUMNS if row.get(name)}

    def _read(self, name: str, written: str) -> Any:
        zone: ZoneInfo = self.texts.formats.timezone
        readers: Mapping[str, Callable[[str], Any]] = {
            "status": self._status,
            "due_on": lambda words: read_day(words, self.now, zone),
            "planned_kop": read_money,
            "spent_kop": read_money,
        }
        return sound(name, readers.get(name, str)(written))

    def _status(self, written: str) -> Status:
        names = {self.texts.plain(f"progress.status_{status.value}"): status for status in Status}
        known = names | {status.value: status for status in Status}
        if written.casefold() not in known:
            raise _Wrong(f"«{written}» is no status; known are {', '.join(known)}")
        return known[written.casefold()]


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line with its number, by column."""
    head = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(";\t,", key=head.count), strict=True)
    columns = [name.strip().casefold() for name in next(reader, [])]
    if unknown := set(columns) - {"document", "code", *COLUMNS}:
        raise _Wrong(f"unknown columns {', '.join(sorted(unknown))}")
    if missing := {"document", "code"} - set(columns):
        raise _Wrong(f"the columns {', '.join(sorted(missing))} are missing")
    for cells in reader:
        if any(cells):
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield reader.line_num, {name: cell.strip() for name, cell in zip(columns, padded, strict=False)}
