"""The lexicon: concepts of local government and classes of messages that are no question about goals."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from knowledge.language.forms import is_russian
from knowledge.lexicon.entries import Concept, Outside, Strength
from knowledge.lexicon.phrases import Found, Part, Phrases, Token, compile_phrase
from knowledge.lexicon.reading import check, read
from knowledge.lexicon.speech import NO_SPEECH, Speech, SpeechLists
from knowledge.model import Verdict

__all__ = ["Concept", "Lexicon", "Outside", "Sense", "Sign", "SpeechLists", "Strength", "Token", "check"]

T = TypeVar("T")

SHIPPED = Path(__file__).parent
MOST_ECHOES = 6
"""A word in the phrases of more concepts than this tells nothing by itself. nDCG@5 without and with the embedding:
0.655 and 0.717 with no echoes, 0.664 and 0.726 at 2, 0.678 and 0.731 at 3, 0.686 and 0.731 at 6."""
GLOSS_PHRASES = 24
"""So many everyday phrases make a concept's gloss; 12 bring two thirds of the gain for half the time to embed them."""


class Sense(NamedTuple):
    """A concept met in a text, at which tokens, and whether outright or only hinted at."""

    concept: str
    at: tuple[int, ...]
    strength: Strength


class Sign(NamedTuple):
    """A sign that a message is no question about goals."""

    verdict: Verdict
    topic: str | None
    at: tuple[int, ...]
    cue: bool


class Lexicon:
    """All concepts and classes, compiled for looking up.

    Errors: none for faulty data; `check` names the faults, and what is faulty is left out.
    """

    def __init__(
        self, concepts: Sequence[Concept], outside: Sequence[Outside], speech: SpeechLists = NO_SPEECH
    ) -> None:
        self.concepts: Mapping[str, Concept] = MappingProxyType({c.id: c for c in concepts})
        self.outside = tuple(outside)
        self.speech = Speech(speech)
        self._lists = speech
        echoes = _Echoes()
        self._phrases: Phrases[tuple[str, Strength]] = Phrases(
            echoes.heard(one) for concept in concepts for one in _compiled(concept)
        )
        self._wider = {concept.id: tuple(_above(concept.id, self.concepts)) for concept in concepts}
        self._echoes = echoes.few()
        self._signs: Phrases[tuple[int, Strength]] = Phrases(
            (parts, (number, strength))
            for number, one in enumerate(self.outside)
            for text, strength in one.phrases()
            for parts in _both_ways(text)
        )

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> "Lexicon":
        contents = read(folder)
        return cls(contents.concepts, contents.outside, contents.speech)

    def with_everyday(self, more: Mapping[str, Sequence[str]]) -> "Lexicon":
        """The same lexicon with more everyday words, by concept; itself when there are none."""
        known = {concept: words for concept, words in more.items() if concept in self.concepts}
        if not known:
            return self
        concepts = [replace(c, everyday=(*c.everyday, *known.get(c.id, ()))) for c in self.concepts.values()]
        return Lexicon(concepts, self.outside, self._lists)

    def senses(self, tokens: Sequence[Token], telling: AbstractSet[int] | None = None) -> list[Sense]:
        """The concepts of a text. A hint counts only beside another word of the same concept.

        Shapes: `telling` are the numbers of words of which one at least must belong to each: a little word alone may
        have the key of another one ("але" that of "аллея").
        """
        kept = _without_traps(self._phrases.find(tokens))
        places: dict[str, set[int]] = {}
        for found in kept:
            places.setdefault(found.what[0], set()).update(found.at)
        return [
            Sense(found.what[0], found.at, found.what[1])
            for found in kept
            if (found.what[1] is Strength.STRONG or len(places[found.what[0]]) > len(found.at))
            and (telling is None or not telling.isdisjoint(found.at))
        ]

    def echoes(self, token: Token) -> tuple[str, ...]:
        """The few concepts in whose phrases a word stands, for words that carry no concept of their own."""
        return self._echoes.get(token.key, ())

    def signs(self, tokens: Sequence[Token]) -> list[Sign]:
        """The cues and hints of messages that are no question about goals."""
        return [
            Sign(self.outside[n].verdict, self.outside[n].topic, found.at, strength is Strength.STRONG)
            for found in _without_traps(self._signs.find(tokens))
            for n, strength in (found.what,)
        ]

    def wider(self, concept: str) -> tuple[tuple[str, int], ...]:
        """The concepts above one, each once, with the number of steps up."""
        return self._wider.get(concept, ())

    def gloss(self, concept: str) -> str:
        """What people say when they mean a concept, as one text for a model of meaning."""
        one = self.concepts[concept]
        return f"{one.name}: {', '.join(one.everyday[:GLOSS_PHRASES])}".replace("*", "")

    def phrases(self) -> Iterator[str]:
        """Every phrase that names a concept, as written."""
        for concept in self.concepts.values():
            yield from (text for text, strength in concept.phrases() if strength is not Strength.TRAP)


_Compiled = tuple[tuple[Part, ...], tuple[str, Strength]]
"""A phrase with the concept that it stands for, and how surely."""


def _compiled(concept: Concept) -> Iterator[_Compiled]:
    """A concept's phrases ready for looking up, each read in its own language."""
    meant = {strength: (concept.id, strength) for strength in Strength}
    for text, strength in concept.phrases():
        yield compile_phrase(text, in_russian=text in concept.russian), meant[strength]


def _both_ways(text: str) -> Iterator[tuple[Part, ...]]:
    """A phrase of a class ready for looking up; a Russian one also as words are read in a message all in Russian."""
    yield compile_phrase(text, whole=True)
    if is_russian(text):
        yield compile_phrase(text, whole=True, in_russian=True)


def _above(concept: str, concepts: Mapping[str, Concept]) -> Iterator[tuple[str, int]]:
    seen = {concept}
    level = [concept]
    steps = 0
    while level:
        steps += 1
        above = [b for c in level if c in concepts for b in concepts[c].broader]
        level = [b for b in dict.fromkeys(above) if b not in seen]
        seen.update(level)
        yield from ((b, steps) for b in level)


class _Echoes:
    """Gathers the concepts that single words call to mind, while their phrases pass by."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, None]] = {}

    def heard(self, one: _Compiled) -> _Compiled:
        parts, (concept, strength) = one
        for part in parts if strength is not Strength.TRAP else ():
            if not part.root:
                self._found.setdefault(part.text, {})[concept] = None
        return one

    def few(self) -> dict[str, tuple[str, ...]]:
        """Words of phrases with the concepts they stand for, where these are at most `MOST_ECHOES`."""
        return {word: tuple(ids) for word, ids in self._found.items() if len(ids) <= MOST_ECHOES}


def _without_traps(found: list[Found[tuple[T, Strength]]]) -> list[Found[tuple[T, Strength]]]:
    """Drop the traps, and what they explain: a match of the same thing that shares a token with a trap."""
    trapped: dict[T, set[int]] = {}
    for one in found:
        if one.what[1] is Strength.TRAP:
            trapped.setdefault(one.what[0], set()).update(one.at)
    if not trapped:
        return found
    return [
        one for one in found if one.what[1] is not Strength.TRAP and trapped.get(one.what[0], set()).isdisjoint(one.at)
    ]
