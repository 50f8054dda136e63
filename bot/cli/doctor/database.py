"""The database: there, whole, up to date and writable; and what is published in it."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot import __version__
from bot.cli.doctor.findings import Finding, failed, fine, warning
from bot.cli.words import in_words
from bot.domain.errors import Unavailable
from bot.settings import Settings
from bot.storage import entries
from bot.storage.database import Connection, Database
from bot.storage.inspection import Inspected, Process, inspected, other_processes
from knowledge.library import Library
from knowledge.model import Document, DocumentKind

MB = 1_000_000
OLD_AFTER_YEARS = 3


async def examine_database(settings: Settings, today: date) -> list[Finding]:
    """Look without changing anything; a database that is not there yet is not made."""
    path = settings.database_path
    if path is not None and not path.exists():
        return [_to_be_made(path)]
    try:
        return await _look(settings.database_url, path, today)
    except Unavailable as error:
        return [failed("database", in_words(error))]


async def _look(url: str, path: Path | None, today: date) -> list[Finding]:
    database = Database(url)
    try:
        await database.open()
        async with database.read() as connection:
            found = await inspected(connection)
            return [
                _state(found, path),
                *_processes(await other_processes(connection)),
                *await _documents(connection, found, today),
            ]
    finally:
        await database.close()


def _to_be_made(path: Path) -> Finding:
    folder = next(one for one in path.absolute().parents if one.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        todo = "Give this user the right to write there, or set DATABASE_URL."
        return failed("database", f"{path} is not there, and {folder} cannot be written.", todo)
    return warning("database", f"{path} is not there yet.", "The bot makes it at its first start.")


def _state(found: Inspected, path: Path | None) -> Finding:
    size = f" {path.stat().st_size / MB:.1f} MB." if path else ""
    if found.damage:
        return failed("database", f"It is damaged: {found.damage}.", "Stop the bot and restore the newest backup.")
    if found.is_newer:
        says = f"It was made by a newer Viche (schema {found.revision})."
        return failed("database", says, "Install that version, or restore the backup from before it.")
    if found.is_behind:
        says = f"Its schema is {found.revision or 'missing'}; the bot brings it up to date at its next start.{size}"
        return warning("database", says, "Make a backup first.")
    return fine("database", f"Whole, writable and up to date (schema {found.revision}).{size}")


def _processes(found: list[Process] | None) -> Iterator[Finding]:
    """Say which processes of the bot use the server, and whether they are of this version."""
    if found is None:
        return
    if not found:
        yield fine("processes", "No other process of the bot is connected.")
        return
    named = ", ".join(f"{one.version or 'an older version'} at {one.place or 'an unknown place'}" for one in found)
    says = f"{len(found)} connected: {named}."
    if any(one.version != __version__ for one in found):
        todo = f"This is {__version__}: bring all of them to one version and restart them."
        yield warning("processes", says, todo)
    else:
        yield fine("processes", says)


async def _documents(connection: Connection, found: Inspected, today: date) -> list[Finding]:
    if found.is_newer or found.is_behind or found.damage:
        return []
    library = (await entries.published(connection)).library
    return list(_freshness(library, today))


def _freshness(library: Library, today: date) -> Iterator[Finding]:
    """Name each published document with its date, and what is out of date."""
    published = [one for one in library.documents.values() if one.kind is not DocumentKind.FAQ]
    if not published:
        yield failed("documents", "None is published.", "python -m bot knowledge import FILE --publish.")
    for one in published:
        published_on = one.source.published_on
        says = f"{one.id}, {f'of {published_on}' if published_on else 'without a date'}."
        if is_old(one, today):
            todo = "If there is a newer one, publish it; if not, nothing is wrong."
            yield warning(
                "documents", f"{says} Its years are over, or it is more than {OLD_AFTER_YEARS} years old.", todo
            )
        else:
            yield fine("documents", says)


def is_old(document: Document, today: date) -> bool:
    """Say whether the last year in its title is over or, where there is none, it came out long ago."""
    years = [int(year) for year in re.findall(r"\b20\d\d\b", document.title)]
    if years:
        return max(years) < today.year
    published_on = document.source.published_on
    return published_on is not None and (today - published_on).days > OLD_AFTER_YEARS * 365
