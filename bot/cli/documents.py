"""Commands about what the bot knows: list it, check it, import a document."""

import asyncio
import dataclasses
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter

from bot.app import open_services
from bot.cli.operator import OPERATOR
from bot.cli.words import english, in_words
from bot.domain.errors import DomainError
from bot.services import Services
from bot.settings import read_settings
from bot.texts import imports
from knowledge import lexicon
from knowledge.importers import ImportFailed, ImportReport, ReadEntry, read
from knowledge.manuscript import About, Manuscript, about
from knowledge.model import Entry

knowledge = cyclopts.App(name="knowledge", help="What the bot knows: list it, check it, import a document.")

JsonFlag = Annotated[bool, Parameter(name="--json", negative="")]
Flag = Annotated[bool, Parameter(negative="")]


@knowledge.command(name="list")
def list_(*, json_: JsonFlag = False) -> None:
    """List every published entry; with --json a line each."""
    asyncio.run(_list(as_json=json_))


async def _list(*, as_json: bool) -> None:
    async with open_services(read_settings()) as (_, services):
        library = services.entries.library
        for entry in library.entries:
            document = library.document_of(entry)
            if as_json:
                row = {"document": document.id, "community": document.community, **fields(entry)}
                print(json.dumps(row | {"official": document.official}, ensure_ascii=False))
            else:
                print(f"{document.id}  {entry.code}  {entry.level.value}  {entry.text}")


@knowledge.command
def check(*files: Path) -> int:
    """Check the lexicon and the published documents; name every file and line where something is wrong.

    Parameters
    ----------
    files
        Documents to check instead: what is odd about each is named with its place.
    """
    if files:
        return _check_files(files)
    problems = lexicon.check(lexicon.SHIPPED)
    for problem in problems:
        print(problem)
    entries = asyncio.run(_count())
    print(f"{entries} published entries, {len(problems)} problems in the lexicon")
    return 1 if problems else 0


def _check_files(files: Sequence[Path]) -> int:
    n_unreadable = 0
    for file in files:
        try:
            report = read_file(file)
        except DomainError as error:
            n_unreadable += 1
            print(in_words(error), file=sys.stderr)
            continue
        show_odd(report, f"{file}: ")
        print(f"{file}: {len(report.entries)} goals, {len(report.warnings)} places to look at")
    return 1 if n_unreadable else 0


async def _count() -> int:
    async with open_services(read_settings()) as (_, services):
        return len(services.entries.library.entries)


@knowledge.command(name="import")
def import_(  # noqa: PLR0913 - an option each
    file: Path,
    /,
    *,
    document: str | None = None,
    community: str | None = None,
    name: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    json_: JsonFlag = False,
    publish: Flag = False,
    replace: Flag = False,
) -> None:
    """Read the goals out of a file and show the tree with its oddities; nothing is stored without --publish.

    Parameters
    ----------
    file
        A DOCX, PDF, XLSX, CSV, HTML or plain text file; what it is is told by its content.
    document
        The document's id, such as `zhytomyr-oblast-2027`: 1-32 of a-z, 0-9 and -.
    community
        The community's id, such as `zhytomyr`; needed for a document that is not known yet.
    name
        What people call a new community, such as `Lypovets hromada`; its id if it is left out.
    title
        How the document is called; its file name if it is left out.
    publisher
        Who published it; the community's name if it is left out.
    json_
        Print a JSON line per entry read.
    publish
        Make it the published edition.
    replace
        Publish it under the id of a document with which it has nothing in common.
    """
    report = read_file(file)
    _show(report, as_json=json_)
    if publish:
        if document is None:
            raise DomainError("documents.unknown", document=file.name)
        about = _About(document, community, name or community, title or file.stem, publisher)
        said = asyncio.run(_publish(report, about, replace=replace))
        print(said, file=sys.stderr)


def read_file(file: Path) -> ImportReport:
    """Read a file. Errors: `DomainError` that says in English why it cannot be read."""
    try:
        return read(file)
    except ImportFailed as error:
        raise DomainError("documents.unreadable", file=file, detail=imports.failed(english(), error)) from error


def _show(report: ImportReport, *, as_json: bool) -> None:
    for entry in report.entries:
        print(json.dumps(fields(entry), ensure_ascii=False) if as_json else f"{entry.code}  {entry.text}")
    show_odd(report)


def show_odd(report: ImportReport, before: str = "") -> None:
    """Print what is odd about a file to stderr, a line each with its place."""
    texts = english()
    for warning in report.warnings:
        print(f"{before}{imports.at(texts, warning.place)}: {imports.odd(texts, warning)}", file=sys.stderr)


@dataclass(frozen=True, slots=True)
class _About:
    """What the operator said of a document."""

    document: str
    community: str | None
    name: str | None
    title: str
    publisher: str | None


async def _publish(report: ImportReport, said: _About, *, replace: bool) -> str:
    async with open_services(read_settings()) as (_, services):
        manuscript = Manuscript.begin(_described(services, said), report)
        is_new = await services.editions.publish(OPERATOR, manuscript, replace=replace)
    key, n_entries = manuscript.about.id, len(manuscript.entries)
    return f"published {n_entries} entries as {key}" if is_new else f"{key} says the same already"


def _described(services: Services, said: _About) -> About:
    """Take a known document as it is described; describe a new one as its community's strategy."""
    known = services.entries.library.documents.get(said.document)
    if known is not None:
        return dataclasses.replace(about(known), community=said.community or known.community)
    if said.community is None or said.name is None:
        raise DomainError("documents.unknown", document=said.document)
    return About(said.document, said.community, said.title, name=said.name, publisher=said.publisher or "")


def fields(entry: Entry | ReadEntry) -> dict[str, object]:
    return {"code": entry.code, "level": entry.level.value, "text": entry.text, "parent": entry.parent}
