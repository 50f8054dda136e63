"""What the bot knows: publish documents, keep the index of what is published, walk it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

import structlog

from bot.domain.errors import NotFound
from bot.domain.time import Clock
from bot.storage import entries
from bot.storage.database import Database
from bot.storage.entries import Published
from knowledge.index import SearchIndex
from knowledge.index.gist import Gist
from knowledge.index.search import Study
from knowledge.lexicon.own import NO_OWN_WORDS, OwnWords
from knowledge.library import Library
from knowledge.meaning import Meaning, Remembering
from knowledge.model import Answer, Community, Document, DocumentKind, Entry, Hit, Reason, Verdict, Way, because
from knowledge.taught import Lesson, Lessons

log = structlog.get_logger()

LONG = 500
"""Characters; 4,000 take 45 ms, and nobody else should wait for that."""

AT_ONCE = 8
"""Passages embedded before the database keeps them."""

NOT_TAUGHT = frozenset(Verdict) - {
    *(Verdict.ANSWER, Verdict.CHOICE, Verdict.UNKNOWN, Verdict.OFFTOPIC),
    *(Verdict.SERVICE, Verdict.INCIDENT, Verdict.PERSONAL),
}
"""What no lesson changes: somebody in danger, small talk, abuse and noise."""

Phrase = tuple[str, str | None]
"""What was asked, and in which community."""

BuildIndex = Callable[[Library, Meaning | None, OwnWords], SearchIndex]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One consistent view of what is published: the tree, the numbers that links carry, and the index being built."""

    library: Library
    ids: Mapping[tuple[str, str], int]
    index: asyncio.Future[SearchIndex]
    is_slow: bool = False
    own: OwnWords = NO_OWN_WORDS
    lessons: Lessons = field(default_factory=Lessons)
    by_id: Mapping[int, Entry] = field(init=False)

    def __post_init__(self) -> None:
        by_id = {self.ids[entry.key]: entry for entry in self.library.entries}
        object.__setattr__(self, "by_id", MappingProxyType(by_id))

    async def ask(self, text: str, *, community: str | None, subject: tuple[str, ...] = (), limit: int = 10) -> Answer:
        """Search as soon as the index is ready; in a thread when it takes longer: with meaning, or for a long text."""
        index = await asyncio.shield(self.index)
        answer_of = partial(self._as_taught, index, community)
        ask = partial(index.ask, text, community=community, subject=subject, limit=limit, answer_of=answer_of)
        return await asyncio.to_thread(ask) if self.is_slow or len(text) > LONG else ask()

    def _as_taught(self, index: SearchIndex, community: str | None, study: Study) -> Answer:
        """Put first what staff taught for this way of asking; emergencies and greetings stay what they are."""
        answer = study.answer
        if not self.lessons or answer.verdict in NOT_TAUGHT:
            return answer
        lesson = self.lessons.find(index.gist_of(study.question, study.named, community), community)
        if lesson is None:
            return answer
        first = Hit(lesson.entry, 1.0, because(Reason("", "", Way.TAUGHT)))
        others = [hit for hit in answer.hits if hit.entry != lesson.entry] if answer.verdict.answered else []
        return replace(answer, verdict=Verdict.ANSWER, confidence=1.0, hits=(first, *others))

    async def gist(self, text: str, community: str | None) -> Gist:
        """Say what a message is about, to compare it with others."""
        [gist] = await self.gists([(text, community)])
        return gist

    async def gists(self, asked: Sequence[Phrase]) -> list[Gist]:
        """Say what many messages are about; in a thread, since each takes about a millisecond."""
        index = await asyncio.shield(self.index)

        def sum_up() -> list[Gist]:
            return [index.gist(text[:LONG], community) for text, community in asked]

        return await asyncio.to_thread(sum_up) if len(asked) > 1 else sum_up()

    async def nearest(self, text: str, community: str | None, limit: int) -> list[Hit]:
        """Goals that may be meant, also where they are too far away for an answer; no staff's answers."""
        index = await asyncio.shield(self.index)
        answer = await asyncio.to_thread(index.ask, text[:LONG], community=community, limit=limit)
        return list(answer.hits)

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


def searched(library: Library) -> Library:
    """What the index holds: all but staff's answers, which only lead where they were asked for."""
    return library.without(DocumentKind.FAQ)


class Entries:
    """Keeps the present `Shelf`. A new edition is built aside and swapped in with one assignment."""

    def __init__(self, database: Database, clock: Clock, build: BuildIndex) -> None:
        self._database = database
        self._clock = clock
        self._build = build
        self._published: Published | None = None
        self._shelf: Shelf | None = None
        self._model: Remembering | None = None
        self._lessons: Sequence[tuple[Phrase, int]] = ()
        self._one_at_a_time = asyncio.Lock()
        self._gists: dict[Phrase, Gist] = {}
        self._gists_of: asyncio.Future[SearchIndex] | None = None
        self._deepening: asyncio.Task[None] | None = None
        self._n_renewing = 0

    @property
    def is_renewing(self) -> bool:
        """Whether an index of what is published now is being built already."""
        return self._n_renewing > 0

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
    def own(self) -> OwnWords:
        """What people of the hromada call subjects and goals."""
        assert self._published is not None, "read() comes first"
        return self._published.own

    async def tried(self, own: OwnWords) -> SearchIndex:
        """Build an index with other words of the hromada's own, to see what they would change."""
        return await asyncio.to_thread(self._build, searched(self.library), self._model, own)

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

    async def browse(self) -> None:
        """Read what is published, for who will search nothing: whoever asks waits for ever."""
        await self.read()
        self._shelf = Shelf(self.library, self.ids, asyncio.get_running_loop().create_future(), own=self.own)

    async def load(self) -> None:
        """Read what is published and begin to build an index of its words; browsing works at once."""
        await self.read()
        self._shelf = self._shelve(None)

    async def deepen(self, meaning: Meaning) -> None:
        """Build the index anew with a model of meaning, while the index of words answers.

        Each passage's vector is made once, about 70 ms of work, and kept in the database a few at a time: whoever stops
        the bot does not wait, and the next start goes on from there.
        """
        async with self._database.read() as connection:
            self._model = Remembering(meaning, await entries.read_vectors(connection, meaning.name))
        await self._build_aside(self._model)

    async def renew(self) -> None:
        """Answer by what is published now.

        First by words alone, which takes seconds; meaning follows in the background. Where nobody searches (on the
        command line) it is only read.
        """
        self._n_renewing += 1
        try:
            await self._renew()
        finally:
            self._n_renewing -= 1

    async def _renew(self) -> None:
        await self.read()
        if self._shelf is None:
            return
        if self._is_up_to_date(self._shelf):
            await self._swap(lambda: self.shelf)
            return
        await self.close()
        await self._build_aside(None)
        if self._model is not None:
            self._deepening = asyncio.create_task(self._build_aside(self._model), name="meaning")
            self._deepening.add_done_callback(_tell)

    async def close(self) -> None:
        """Reckon with meaning no longer in the background; the vectors made so far are kept."""
        if self._deepening is not None:
            self._deepening.cancel()
            await asyncio.gather(self._deepening, return_exceptions=True)

    async def teach(self, lessons: Sequence[tuple[Phrase, int]]) -> None:
        """Let these phrasings lead to their entries (by number) from now on, and no others; read staff's answers anew.

        The answers are no part of the index, so nothing is built: whoever asks next is answered so.
        """
        self._lessons = lessons
        await self.renew()

    def _is_up_to_date(self, shelf: Shelf) -> bool:
        """Say whether the index of a shelf holds what is published now."""
        published = self._published
        assert published is not None, "read() comes first"
        now, then = searched(published.library), searched(shelf.library)
        return (now.entries, now.documents, published.own) == (then.entries, then.documents, shelf.own)

    async def _swap(self, new: Callable[[], Shelf]) -> None:
        """Take a shelf with everything that is taught; who teaches meanwhile comes after.

        One that was overtaken by a newer edition while it was built is dropped: the newer one is being built.
        """
        async with self._one_at_a_time:
            shelf = new()
            if self._is_up_to_date(shelf):
                self._shelf = await self._with_lessons(shelf)

    async def _with_lessons(self, shelf: Shelf) -> Shelf:
        """Give a shelf staff's answers and lessons; a lesson whose goal is not published any more waits."""
        published = self._published
        assert published is not None, "read() comes first"
        shelf = replace(shelf, library=published.library, ids=published.ids)
        lessons, known = self._lessons, self._gists if self._gists_of is shelf.index else {}
        new = [phrase for phrase, _ in lessons if phrase not in known]
        made = dict(zip(new, await shelf.gists(new), strict=True))
        gists = {phrase: made[phrase] if phrase in made else known[phrase] for phrase, _ in lessons}
        self._gists, self._gists_of = gists, shelf.index
        learned = [
            Lesson(gists[phrase], shelf.by_id[number], phrase[1]) for phrase, number in lessons if number in shelf.by_id
        ]
        return replace(shelf, lessons=Lessons(learned))

    async def _build_aside(self, model: Remembering | None) -> None:
        if model is not None:
            await self._learn_vectors(model)
        shelf = self._shelve(model)
        await shelf.index
        await self._swap(lambda: shelf)

    async def _learn_vectors(self, model: Remembering) -> None:
        """Make the vectors that are missing; the texts are those of the library as it will be."""
        published = self._published
        assert published is not None, "read() comes first"
        passages = [*(await self.shelf.index).passages, *(entry.text for entry in searched(published.library).entries)]
        missing = model.missing(passages)
        for begin in range(0, len(missing), AT_ONCE):
            made = await asyncio.to_thread(model.learn, missing[begin : begin + AT_ONCE])
            await self._database.write(partial(entries.keep_vectors, model=model.name, new=made))

    def _shelve(self, meaning: Meaning | None) -> Shelf:
        published = self._published
        assert published is not None, "read() comes first"
        building = asyncio.create_task(
            asyncio.to_thread(self._build, searched(published.library), meaning, published.own), name="index"
        )
        return Shelf(published.library, published.ids, building, meaning is not None, published.own)


def _tell(ended: asyncio.Task[None]) -> None:
    """Log why meaning did not follow; answers go on by words alone."""
    if not ended.cancelled() and (error := ended.exception()):
        log.error("the search goes on by words alone", exc_info=error)
