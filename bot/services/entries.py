"""What the bot knows: publish documents, keep the index of what is published, walk it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import MappingProxyType

from bot.domain.errors import NotFound
from bot.domain.time import Clock
from bot.storage import entries
from bot.storage.database import Database
from bot.storage.entries import Published
from knowledge.index import SearchIndex
from knowledge.library import Library
from knowledge.meaning import Meaning, Remembering
from knowledge.model import Answer, Community, Document, Entry

LONG = 500
"""Characters; 4,000 take 45 ms, and nobody else should wait for that."""

AT_ONCE = 8
"""Passages embedded before the database keeps them."""

BuildIndex = Callable[[Library, Meaning | None], SearchIndex]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One consistent view of what is published: the tree, the numbers that links carry, and the index being built."""

    library: Library
    ids: Mapping[tuple[str, str], int]
    index: asyncio.Task[SearchIndex]
    is_slow: bool = False
    by_id: Mapping[int, Entry] = field(init=False)

    def __post_init__(self) -> None:
        by_id = {self.ids[entry.key]: entry for entry in self.library.entries}
        object.__setattr__(self, "by_id", MappingProxyType(by_id))

    async def ask(self, text: str, *, community: str | None, subject: tuple[str, ...] = (), limit: int = 10) -> Answer:
        """Search as soon as the index is ready; in a thread when it takes longer: with meaning, or for a long text."""
        index = await asyncio.shield(self.index)
        if self.is_slow or len(text) > LONG:
            return await asyncio.to_thread(index.ask, text, community=community, subject=subject, limit=limit)
        return index.ask(text, community=community, subject=subject, limit=limit)

    def entry(self, number: int) -> Entry:
        """Find an entry by its number.

        Errors: `NotFound` when no published document has it any more.
        """
        entry = self.by_id.get(number)
        if entry is None:
            raise NotFound("entries.gone")
        return entry

    def number(self, entry: Entry) -> int:
        return self.ids[entry.key]

    def community(self, key: str | None) -> Community | None:
        """The community, or None for all of them; with a single one published, always that one."""
        if key is None and len(self.library.communities) == 1:
            return next(iter(self.library.communities.values()))
        return self.library.communities.get(key) if key else None


class Entries:
    """Keeps the present `Shelf`. A new edition is built aside and swapped in with one assignment."""

    def __init__(self, database: Database, clock: Clock, build: BuildIndex) -> None:
        self._database = database
        self._clock = clock
        self._build = build
        self._published: Published | None = None
        self._shelf: Shelf | None = None

    @property
    def library(self) -> Library:
        """What is published, as a tree."""
        assert self._published is not None, "read() comes first"
        return self._published.library

    @property
    def ids(self) -> Mapping[tuple[str, str], int]:
        """The numbers of what is published, by document and code."""
        assert self._published is not None, "read() comes first"
        return self._published.ids

    @property
    def shelf(self) -> Shelf:
        assert self._shelf is not None, "load() comes first"
        return self._shelf

    async def publish(self, community: Community, document: Document, content: Sequence[Entry]) -> bool:
        """Make `content` the published edition; False when it is published already."""
        now = self._clock()
        return await self._database.write(
            lambda connection: entries.publish(connection, community, document, content, now)
        )

    async def roll_back(self, document: str) -> datetime:
        """Publish the edition before the current one anew and say when that was first published.

        Doing it twice brings back what was there. Errors: `NotFound` when the document has no earlier edition.
        """
        now = self._clock()
        published_at = await self._database.write(lambda connection: entries.roll_back(connection, document, now))
        if published_at is None:
            raise NotFound("documents.no_earlier", document=document)
        return published_at

    async def publish_missing(self, library: Library) -> None:
        """Publish those documents of `library` that the database has never had."""
        async with self._database.read() as connection:
            known = await entries.known_documents(connection)
        for community in library.communities.values():
            for document in library.documents_of(community.id):
                if document.id not in known:
                    content = [entry for entry in library.entries if entry.document == document.id]
                    await self.publish(community, document, content)

    async def read(self) -> None:
        """Read what is published."""
        async with self._database.read() as connection:
            self._published = await entries.published(connection)

    async def load(self) -> None:
        """Read what is published and begin to build an index of its words; browsing works at once."""
        await self.read()
        self._shelf = self._shelve(None)

    async def deepen(self, meaning: Meaning) -> None:
        """Build the index anew with a model of meaning, while the index of words answers.

        Each passage's vector is made once, about 70 ms of work, and kept in the database a few at a time: whoever stops
        the bot does not wait, and the next start goes on from there.
        """
        passages = (await self.shelf.index).passages
        async with self._database.read() as connection:
            model = Remembering(meaning, await entries.read_vectors(connection, meaning.name))
        missing = model.missing(passages)
        for begin in range(0, len(missing), AT_ONCE):
            made = await asyncio.to_thread(model.learn, missing[begin : begin + AT_ONCE])
            await self._database.write(partial(entries.keep_vectors, model=meaning.name, new=made))
        shelf = self._shelve(model)
        await shelf.index
        self._shelf = shelf

    def _shelve(self, meaning: Meaning | None) -> Shelf:
        published = self._published
        assert published is not None, "read() comes first"
        building = asyncio.create_task(asyncio.to_thread(self._build, published.library, meaning), name="index")
        return Shelf(published.library, published.ids, building, is_slow=meaning is not None)
