"""Words of the hromada's own: tried, kept, used by the search as soon as they are saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.audit import Act
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.domain.time import Clock
from bot.domain.words import MAX_WORD, OwnWord
from bot.services.answers import N_CHECKED
from bot.services.entries import Entries
from bot.storage import audit, gaps, words
from bot.storage.database import Connection, Database
from knowledge.language.letters import clean
from knowledge.language.words import parts
from knowledge.language.words import words as words_of
from knowledge.lexicon import Concept, Lexicon, Strength
from knowledge.lexicon.own import OwnWords
from knowledge.lexicon.phrases import Phrases, compile_phrase, token
from knowledge.lexicon.reading import phrase_fault
from knowledge.model import Answer, Entry

Target = str | int
"""What a word means: a concept of the lexicon by its id, or a goal by its number."""


@dataclass(frozen=True, slots=True)
class WordItem:
    """A word with what it means; neither is set when the goal is published no longer."""

    word: OwnWord
    concept: Concept | None
    goal: Entry | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What would be answered otherwise; None where nothing is."""

    text: str
    before: Entry | None
    after: Entry | None


class Words:
    def __init__(self, database: Database, clock: Clock, entries: Entries, lexicon: Callable[[], Lexicon]) -> None:
        self._database = database
        self._clock = clock
        self._entries = entries
        self._lexicon = lexicon

    def concepts(self, actor: Actor, looked_for: str = "") -> list[Concept]:
        """Subjects of the lexicon by name; those that have a phrase with what is looked for."""
        require(actor, Action.ANSWER_QUESTION)
        wanted = looked_for.strip().casefold()
        found = [
            concept
            for concept in self._lexicon().concepts.values()
            if any(wanted in text.casefold() for text, strength in concept.phrases() if strength is not Strength.TRAP)
        ]
        return sorted(found, key=lambda concept: concept.name)

    async def listed(self, actor: Actor) -> list[WordItem]:
        """Every own word, the newest first."""
        require(actor, Action.ANSWER_QUESTION)
        concepts, goals = self._lexicon().concepts, self._entries.shelf.by_id
        async with self._database.read() as connection:
            found = await words.listed(connection)
        return [WordItem(one, concepts.get(one.concept or ""), goals.get(one.entry or 0)) for one in found]

    async def would_change(self, actor: Actor, word: str, target: Target, community: str | None = None) -> list[Turn]:
        """Say what would be answered otherwise: the word by itself, and the questions asked lately that hold it.

        Takes some seconds: an index is built with the word in it. Errors: as `add`.
        """
        word = await self._checked(actor, word, target)
        async with self._database.read() as connection:
            lately = await gaps.recent_texts(connection, community, N_CHECKED)
        phrase = Phrases([(compile_phrase(word), word)])
        asked = [word, *(text for text in lately if text != word and phrase.find(_tokens(text)))]
        now = await self._entries.shelf.index
        then = await self._entries.tried(self._with(word, target))
        turns = [
            Turn(text, *(_first(index.ask(text, community=community, limit=1)) for index in (now, then)))
            for text in asked
        ]
        return [turn for turn in turns if turn.before != turn.after]

    async def add(self, actor: Actor, word: str, target: Target) -> None:
        """Let a word mean a subject or a goal from now on.

        Errors: `NotAllowed` for what is no word or is known already, `NotFound` for a target that is not there.
        """
        word = await self._checked(actor, word, target)
        concept, entry = (target, None) if isinstance(target, str) else (None, target)
        now = self._clock()

        async def work(connection: Connection) -> None:
            await words.add(connection, word, concept, entry, actor.id, now)
            await audit.add(connection, self._act(actor, target, f"word_added {word}"))

        await self._database.write(work)
        await self._entries.renew()

    async def remove(self, actor: Actor, key: int) -> None:
        """Forget a word. Errors: `NotFound`."""
        require(actor, Action.ANSWER_QUESTION)

        async def work(connection: Connection) -> None:
            if not await words.remove(connection, key):
                raise NotFound("ownwords.gone")
            await audit.add(connection, self._act(actor, key, "word_removed"))

        await self._database.write(work)
        await self._entries.renew()

    async def _checked(self, actor: Actor, word: str, target: Target) -> str:
        require(actor, Action.ANSWER_QUESTION)
        word = " ".join(word.split())
        if not word or len(word) > MAX_WORD or phrase_fault(word) or not compile_phrase(word):
            raise NotAllowed("ownwords.no_word", limit=MAX_WORD)
        own, known = self._entries.own, tuple[str, ...]()
        if isinstance(target, int):
            known = own.of_goals.get(self._entries.shelf.entry(target).key, ())
        elif target in self._lexicon().concepts:
            phrases = self._lexicon().concepts[target].phrases()
            shipped = tuple(text for text, strength in phrases if strength is Strength.STRONG)
            known = (*shipped, *own.of_concepts.get(target, ()))
        else:
            raise NotFound("ownwords.no_concept")
        if word.casefold() in {one.casefold() for one in known}:
            raise NotAllowed("ownwords.known")
        return word

    def _with(self, word: str, target: Target) -> OwnWords:
        own = self._entries.own
        if isinstance(target, str):
            return replace(own, of_concepts={**own.of_concepts, target: (*own.of_concepts.get(target, ()), word)})
        key = self._entries.shelf.entry(target).key
        return replace(own, of_goals={**own.of_goals, key: (*own.of_goals.get(key, ()), word)})

    def _act(self, actor: Actor, about: Any, detail: str) -> Act:
        action = Action.ANSWER_QUESTION.value
        return Act(self._clock(), actor.id, actor.role.value, action, f"word:{about}", detail)


def _first(answer: Answer) -> Entry | None:
    return answer.hits[0].entry if answer.verdict.answered else None


def _tokens(text: str) -> list[Any]:
    return [token(part.written.lower()) for word in words_of(clean(text)) for part in parts(word)]
