"""Commands about editions of a document: compare a file with what is published, publish the earlier edition anew."""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import open_services
from bot.cli.documents import JsonFlag, content_of, fields, read_file, show_odd
from bot.cli.operator import OPERATOR
from bot.domain.errors import DomainError
from bot.services import Services
from bot.settings import read_settings
from knowledge.editions import Comparison, compare
from knowledge.library import Library
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
    comparison, differences = asyncio.run(_compare(document, content_of(report, document)))
    for difference in differences:
        print(json.dumps(difference.row(), ensure_ascii=False) if json_ else difference)
    show_odd(report)
    print(_summary(comparison), file=sys.stderr)


async def _compare(document: str, content: list[Entry]) -> tuple[Comparison, list[_Difference]]:
    async with open_services(read_settings()) as (_, services):
        comparison = compare(_published(services.entries.library, document), content)
        return comparison, list(_differences(comparison, await _rounds(services)))


def _differences(found: Comparison, rounds: Mapping[tuple[str, str], list[int]]) -> Iterator[_Difference]:
    def hanging(entry: Entry) -> tuple[int, ...]:
        return tuple(rounds.get(entry.key, ()))

    for entry in found.added:
        yield _Difference("added", None, entry)
    for entry in found.removed:
        yield _Difference("removed", entry, None, hanging(entry))
    for what, pairs in (("changed", found.changed), ("moved", found.moved)):
        for pair in pairs:
            yield _Difference(what, pair.before, pair.after, hanging(pair.before))


async def _rounds(services: Services) -> dict[tuple[str, str], list[int]]:
    """Say for every goal in which rounds people vote on it."""
    keys = {number: key for key, number in services.entries.ids.items()}
    found: dict[tuple[str, str], list[int]] = {}
    for round_, _ in await services.rounds.every(OPERATOR):
        view = await services.rounds.manage(OPERATOR, round_.id)
        for option in view.sheet.options:
            if option.entry in keys:
                found.setdefault(keys[option.entry], []).append(round_.id)
    return found


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
        known = len(_published(services.entries.library, document))
        first = await services.entries.roll_back(document)
        await services.entries.read()
        n_entries = len(_published(services.entries.library, document))
    at = f"{first.astimezone(ZoneInfo(settings.timezone)):%d.%m.%Y %H:%M}"
    return f"{document} is again as published on {at}: {n_entries} entries instead of {known}"


def _published(library: Library, document: str) -> list[Entry]:
    """Give the published edition of a document. Errors: `DomainError` that names the known documents."""
    if document not in library.documents:
        raise DomainError("documents.not_published", document=document, known=", ".join(library.documents))
    return [entry for entry in library.entries if entry.document == document]
