"""The names of places that residents choose from instead of sharing where they are."""

from collections.abc import Iterable

from bot.domain.wording import has_words, tidy
from bot.storage import feedback
from bot.storage.database import Database

LONGEST = 64


class Settlements:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, community: str) -> list[str]:
        async with self._database.read() as connection:
            return await feedback.settlements_of(connection, community)

    async def everywhere(self) -> list[str]:
        """The names of all communities, each once."""
        async with self._database.read() as connection:
            return await feedback.all_settlements(connection)

    async def replace(self, community: str, lines: Iterable[str]) -> None:
        """Make these the community's list, a name a line; what holds no words is left out."""
        names = [name[:LONGEST] for line in lines if has_words(name := tidy(line))]
        await self._database.write(lambda connection: feedback.keep_settlements(connection, community, names))
