"""Commands about editions of a document: compare a file with what is published, publish the earlier edition anew."""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import open_services
from bot.cli.documents import JsonFlag, fields, read_file, show_odd
from bot.cli.operator import OPERATOR
from bot.domain.errors import DomainError
from bot.services import Services
from bot.services.editions import Changes
from bot.settings import read_settings
from knowledge.editions import Comparison
from knowledge.importers import ImportReport
from knowledge.manuscript import Manuscript, about
from knowledge.model import Entry


@dataclass(frozen=True, slots=True)
class _Difference:
    """One goal that the new edition changes. `rounds` are those whose options it is."""

    what: str
    before: Entry | None
    after: Entry | None
    rounds: tuple[int, ...] = ()

    def __str__(self) -> str:
        old, new = self.before, self.after
        known = new or old
        assert known is not None
        code = f"{old.code} -> {new.code}" if old and new and old.code != new.code else known.code
        text = f"{old.text} -> {new.text}" if old and new and old.text != new.text else known.text
        hangs = f"  [in a vote: {', '.join(map(str, self.rounds))}]" if self.rounds else ""
        return f"{self.what:<7}  {code}  {text}{hangs}"

    def row(self) -> dict[str, object]:
        before, after = (fields(entry) if entry else None for entry in (self.before, self.after))
        return {"change": self.what, "before": before, "after": after, "rounds": list(self.rounds)}


def compare_(file: Path, /, *, document: str, json_: JsonFlag = False) -> None:
    """Compare a file with the published edition of a document: added, removed, changed, moved. Nothing is stored.

    Parameters
    ----------
    file
        The new edition: a DOCX, PDF, XLSX, CSV, HTML or plain text file.
    document
        The id of the published document, such as `zhytomyr-oblast-2027`.
    json_
        Print a JSON line per difference.
    """
    report = read_file(file)
    comparison, differences = asyncio.run(_compare(document, report))
    for difference in differences:
        print(json.dumps(difference.row(), ensure_ascii=False) if json_ else difference)
    show_odd(report)
    print(_summary(comparison), file=sys.stderr)


async def _compare(document: str, report: ImportReport) -> tuple[Comparison, list[_Difference]]:
    async with open_services(read_settings()) as (_, services):
        library = services.entries.library
        if document not in library.documents:
            raise DomainError("documents.not_published", document=document, known=", ".join(library.documents))
        manuscript = Manuscript.begin(about(library.documents[document]), report)
        changes = await services.editions.changes(OPERATOR, manuscript)
        return changes.comparison, list(_differences(changes))


def _differences(changes: Changes) -> Iterator[_Difference]:
    found = changes.comparison
    for entry in found.added:
        yield _Difference("added", None, entry)
    for entry in found.removed:
        yield _Difference("removed", entry, None, changes.on(entry).rounds)
    for what, pairs in (("changed", found.changed), ("moved", found.moved)):
        for pair in pairs:
            yield _Difference(what, pair.before, pair.after, changes.on(pair.before).rounds)


def _summary(found: Comparison) -> str:
    counts = (("added", found.added), ("removed", found.removed), ("changed", found.changed), ("moved", found.moved))
    return ", ".join([*(f"{len(goals)} {what}" for what, goals in counts), f"{found.n_same} the same"])


def rollback(document: str, /) -> None:
    """Publish the edition before the current one anew; doing it twice brings back what was there.

    Parameters
    ----------
    document
        The id of the published document, such as `zhytomyr-oblast-2027`.
    """
    print(asyncio.run(_roll_back(document)), file=sys.stderr)


async def _roll_back(document: str) -> str:
    settings = read_settings()
    async with open_services(settings) as (_, services):
        known = services.entries.library.documents
        if document not in known:
            raise DomainError("documents.not_published", document=document, known=", ".join(known))
        n_before = _n_entries(services, document)
        first = await services.editions.roll_back(OPERATOR, document)
        n_entries = _n_entries(services, document)
    at = f"{first.astimezone(ZoneInfo(settings.timezone)):%d.%m.%Y %H:%M}"
    return f"{document} is again as published on {at}: {n_entries} entries instead of {n_before}"


def _n_entries(services: Services, document: str) -> int:
    return sum(entry.document == document for entry in services.entries.library.entries)
