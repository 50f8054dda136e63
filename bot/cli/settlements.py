"""Commands about the names of places: settlements."""

import asyncio
from pathlib import Path

from bot.app import open_services
from bot.cli.asking import known
from bot.domain.errors import DomainError
from bot.settings import read_settings


def settlements(community: str, file: Path | None = None, /) -> None:
    """Print the settlements that residents of a community choose from; with a file, replace them first.

    Parameters
    ----------
    community
        The community's id, such as `zhytomyr`.
    file
        A text in UTF-8 with a name on each line; an empty one takes the list away.
    """
    for name in asyncio.run(_settlements(community, file)):
        print(name)


async def _settlements(community: str, file: Path | None) -> list[str]:
    async with open_services(read_settings()) as (_, services):
        known(community, list(services.entries.library.communities))
        if file is not None:
            await services.settlements.replace(community, _lines(file))
        return await services.settlements.of(community)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DomainError("documents.unreadable", file=file, detail=error) from error
