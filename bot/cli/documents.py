"""Commands about what the bot knows: list it, check it, import a document."""

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter

from bot.app import open_services
from bot.cli.words import english, in_words
from bot.domain.errors import DomainError
from bot.domain.people import Locale
from bot.services import Services
from bot.settings import read_settings
from bot.texts import Languages, imports
from knowledge import lexicon
from knowledge.editions import compare
from knowledge.importers import ImportFailed, ImportReport, ReadEntry, read
from knowledge.model import Community, Document, DocumentKind, Entry, Source

knowledge = cyclopts.App(name="knowledge", help="What the bot knows: list it, check it, import a document.")

JsonFlag = Annotated[bool, Parameter(name="--json", negative="")]
Flag = Annotated[bool, Parameter(negative="")]
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


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
    settings = read_settings()
    async with open_services(settings) as (_, services):
        community, document = _described(services, said, settings.timezone)
        content = content_of(report, document.id)
        present = [entry for entry in services.entries.library.entries if entry.document == document.id]
        if not replace and compare(present, content).is_another:
            raise DomainError("documents.another", document=document.id)
        new = await services.entries.publish(community, document, content)
    return f"published {len(content)} entries as {document.id}" if new else f"{document.id} says the same already"


def _described(services: Services, said: _About, timezone: str) -> tuple[Community, Document]:
    """Take a known document as it is described; describe a new one as its community's strategy."""
    library = services.entries.library
    known = library.documents.get(said.document)
    if known and said.community in (None, known.community):
        return library.communities[known.community], known
    if known:
        raise DomainError("documents.taken", document=known.id, community=known.community)
    if said.community is None or said.name is None:
        raise DomainError("documents.unknown", document=said.document)
    for value in (said.document, said.community):
        if not ID.fullmatch(value):
            raise DomainError("documents.wrong_id", id=value)
    community = library.communities.get(said.community) or _new_community(said.community, said.name, timezone)
    source = Source(said.publisher or community.name)
    kind = DocumentKind.STRATEGY
    return community, Document(said.document, community.id, kind, said.title, source, official=True)


def _new_community(community: str, name: str, timezone: str) -> Community:
    languages = Languages(timezone)
    here, here_en = (languages[locale].plain("communities.place", name=name) for locale in (Locale.UK, Locale.EN))
    return Community(community, name, name, here, here_en)


def content_of(report: ImportReport, document: str) -> list[Entry]:
    """Make what was read the entries of a document."""
    return [Entry(document, entry.code, entry.level, entry.text, entry.parent) for entry in report.entries]


def fields(entry: Entry | ReadEntry) -> dict[str, object]:
    return {"code": entry.code, "level": entry.level.value, "text": entry.text, "parent": entry.parent}
