"""Commands about how goals stand: report on many at once, from a table."""

import asyncio
from pathlib import Path

import cyclopts

from bot.app import open_services
from bot.cli.operator import OPERATOR
from bot.cli.words import english, in_words
from bot.domain.errors import DomainError
from bot.domain.people import Locale
from bot.domain.time import utc_now
from bot.services.entries import Shelf
from bot.services.progress import Said
from bot.services.reporttable import read_reports
from bot.settings import read_settings
from bot.texts import Languages, Texts, imports
from knowledge.importers.decode import decode
from knowledge.importers.report import ImportFailed

progress = cyclopts.App(name="progress", help="How goals stand: report on many at once.")


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
            await services.entries.browse()
            reports = _read(file, services.entries.shelf, texts)
            n_saved = await services.progress.report(OPERATOR, reports)
            print(f"{n_saved} goals reported on, {len(reports) - n_saved} unchanged")

    asyncio.run(run())


def _read(file: Path, shelf: Shelf, texts: Texts) -> list[tuple[int, Said]]:
    """Read a whole table.

    Errors: `documents.unreadable` names the first wrong line.
    """
    try:
        table = decode(file.read_bytes())
    except ImportFailed as error:
        raise DomainError("documents.unreadable", file=file, detail=imports.failed(english(), error)) from error
    read = read_reports(table, shelf, utc_now(), texts)
    for line, why in read.wrong:
        raise DomainError("documents.unreadable", file=file, detail=f"line {line}: {in_words(why)}")
    return read.reports
