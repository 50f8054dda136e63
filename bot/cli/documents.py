"""Commands about what the bot knows: knowledge list, check, import."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter

from bot.app import open_services
from bot.domain.errors import DomainError
from bot.domain.people import Locale
from bot.services import Services
from bot.settings import read_settings
from bot.texts import Languages, Texts, imports
from knowledge import lexicon
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
                row = {"document": document.id, "community": document.community, **_fields(entry)}
                print(json.dumps(row | {"official": document.official}, ensure_ascii=False))
            else:
                print(f"{document.id}  {entry.code}  {entry.level.value}  {entry.text}")


@knowledge.command
def check() -> int:
    """Check the lexicon and the published documents; name every file and line where something is wrong."""
    problems = lexicon.check(lexicon.SHIPPED)
    for problem in problems:
        print(problem)
    entries = asyncio.run(_count())
    print(f"{entries} published entries, {len(problems)} problems in the lexicon")
    return 1 if problems else 0


async def _count() -> int:
    async with open_services(read_settings()) as (_, services):
        return len(services.entries.library.entries)


@knowledge.command(name="import")
def import_(
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
    """
    report = read_file(file)
    _show(report, as_json=json_)
    if publish:
        if document is None:
            raise DomainError("documents.unknown", document=file.name)
        about = _About(document, community, name or community, title or file.stem, publisher)
        said = asyncio.run(_publish(report, about))
        print(said, file=sys.stderr)


def read_file(file: Path) -> ImportReport:
    """Read a file. Errors: `DomainError` that says in English why it cannot be read."""
    try:
        return read(file)
    except ImportFailed as error:
        raise DomainError("documents.unreadable", file=file, detail=imports.failed(_texts(), error)) from error


def _show(report: ImportReport, *, as_json: bool) -> None:
    for entry in report.entries:
        print(json.dumps(_fields(entry), ensure_ascii=False) if as_json else f"{entry.code}  {entry.text}")
    for line in _odd(report):
        print(line, file=sys.stderr)


def _odd(report: ImportReport) -> Iterator[str]:
    texts = _texts()
    for warning in report.warnings:
        yield f"{imports.at(texts, warning.place)}: {imports.odd(texts, warning)}"


def _texts() -> Texts:
    return Texts(Locale.EN, read_settings().timezone)


@dataclass(frozen=True, slots=True)
class _About:
    """What the operator said of a document."""

    document: str
    community: str | None
    name: str | None
    title: str
    publisher: str | None


async def _publish(report: ImportReport, said: _About) -> str:
    settings = read_settings()
    async with open_services(settings) as (_, services):
        community, document = _described(services, said, settings.timezone)
        content = [Entry(document.id, e.code, e.level, e.text, e.parent) for e in report.entries]
        new = await services.entries.publish(community, document, content)
    return f"published {len(content)} entries as {document.id}" if new else f"{document.id} says the same already"


def _described(services: Services, said: _About, timezone: str) -> tuple[Community, Document]:
    """Take a known document as it is described; describe a new one as its community's strategy."""
    library = services.entries.library
    known = library.documents.get(said.document)
    if known and said.community in (None, known.community):
        return library.communities[known.community], known
    if said.community is None or said.name is None or known:
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


def _fields(entry: Entry | ReadEntry) -> dict[str, object]:
    return {"code": entry.code, "level": entry.level.value, "text": entry.text, "parent": entry.parent}
