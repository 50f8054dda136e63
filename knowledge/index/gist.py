"""What a message is about, short enough to keep and to compare with what others ask."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from knowledge.index.mending import Asked
from knowledge.index.question import Question
from knowledge.language.letters import skeleton

SAME = 0.7
"""From here on two messages ask the same (`python -m tests.alike` measures it).

Set on `tests/data/gaps/same.txt`, 43 questions that the documents do not answer in 141 ways: of the pairs that it joins
0.97 ask the same, and 0.61 of those that do are joined; at 0.6 0.89 and 0.66, at 0.8 0.99 and 0.47. On `later.txt`, 18
questions in 54 ways, to which nothing was tuned: 1.00 and 0.76.

Of the graded questions that one goal answers it joins none, rightly or wrongly, for they share no words. To join what
one goal surely answers finds hardly any there (0.67 and 0.03): what staff are asked is just what no goal answers.
Sentence vectors find more in `same.txt` (0.69 at a centred cosine of 0.7) and err more (0.97): a wrong merge answers
the wrong people, a missing one staff mend with two taps.
"""
BY_CONCEPT = 0.6
"""What two words of one concept are worth beside the same word. At 0.5 0.54 are joined, at 0.7 0.97 of them rightly."""
BY_FORM = 0.9
"""What two words of one root are worth ("Перемоги", "перемозі", a slip of the finger)."""
LIGHT = 0.3
"""What a word that goes with everything ("новий", "район") weighs beside one that says something."""
DEED = 0.2
"""What a verb weighs: "збудують", "відкриють" and "буде" ask the same. 0.3 joins 0.04 fewer."""

_VERB_IN_DICTIONARY = ("ти", "тися")
_VERB_AS_ASKED = ("ють", "ять", "уть", "ют", "ят", "ює", "ує")
"""How verbs end where the dictionary knows them, and where it does not."""
_ROOT = 4
_SLIPS = 0.7
_SHARED = 0.6
"""Words of one root begin alike by so many letters, and are alike in such a share of letters or of their beginning."""

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Part:
    """One word that is asked about, as a skeleton, with the concepts that it carries."""

    word: str
    concepts: frozenset[str]
    weight: float

    @property
    def signs(self) -> tuple[str, ...]:
        """What another word shares if it is like this one."""
        return self.word[:_ROOT], *(f"#{concept}" for concept in self.concepts)

    def like(self, other: "Part") -> float:
        """Say how much two words are the same thing, 0…1."""
        if self.word == other.word:
            return 1.0
        if _one_root(self.word, other.word):
            return BY_FORM
        return BY_CONCEPT if self.concepts & other.concepts else 0.0


@dataclass(frozen=True, slots=True)
class Gist:
    """Everything that a message asks about. Two that name other places or numbers never ask the same."""

    parts: tuple[Part, ...]
    places: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question, places: Collection[str], light: Callable[[Asked], bool]) -> "Gist":
        """Sum up a question. `light` says of a word that it goes with everything."""
        parts = []
        for number, word in question.words.items():
            concepts = frozenset(sense.concept for sense in question.senses if number in sense.at)
            parts.append(Part(skeleton(word.key), concepts, _weight(word, concepts, light)))
        numbers = sorted(word.read for word in question.words.values() if any(map(str.isdigit, word.read)))
        return cls(tuple(parts), frozenset(places), tuple(numbers))

    @property
    def weight(self) -> float:
        return sum(part.weight for part in self.parts)

    @property
    def own(self) -> tuple[Part, ...]:
        """The words that say what it is about; none in a message that could be about anything."""
        return tuple(part for part in self.parts if part.weight == 1)


def _weight(word: Asked, concepts: frozenset[str], light: Callable[[Asked], bool]) -> float:
    if word.key.endswith(_VERB_IN_DICTIONARY) or word.read.endswith(_VERB_AS_ASKED):
        return DEED
    return LIGHT if not concepts and light(word) else 1.0


def _one_root(one: str, other: str) -> bool:
    if one[:_ROOT] != other[:_ROOT] or min(len(one), len(other)) <= _ROOT:
        return False
    if OSA.normalized_similarity(one, other) >= _SLIPS:
        return True
    alike = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike / max(len(one), len(other)) >= _SHARED


def alike(one: Gist, other: Gist) -> float:
    """Say how much two messages ask the same, 0…1: the share of both that the other has too.

    Each word meets one word of the other. When both ask about something that the other does not mention, such as two
    streets, they are not alike at all.
    """
    if one.places != other.places or one.numbers != other.numbers or not (one.own and other.own):
        return 0.0
    left, right = dict(enumerate(one.parts)), dict(enumerate(other.parts))
    pairs = [(a.like(b), n, m) for n, a in left.items() for m, b in right.items()]
    shared = 0.0
    for how_much, n, m in sorted(pairs, key=lambda pair: -pair[0]):
        if how_much and n in left and m in right:
            shared += how_much * (left.pop(n).weight + right.pop(m).weight)
    if all(any(part.weight == 1 for part in rest.values()) for rest in (left, right)):
        return 0.0
    return shared / (one.weight + other.weight)


class Gists(Generic[T]):
    """Messages by what they are about, so that a new one is compared only with those that can be alike.

    Source: what it adds to a question of 0.7 ms (median) when so many lessons are known, of five words each out of 400:
    0.05 ms for 200, 0.2 ms for 1,000, 0.7 ms for 5,000; nothing when there are none.
    """

    def __init__(self) -> None:
        self._gists: dict[T, Gist] = {}
        self._by_sign: dict[str, dict[T, None]] = defaultdict(dict)

    def __contains__(self, key: T) -> bool:
        return key in self._gists

    def __iter__(self) -> Iterator[T]:
        return iter(self._gists)

    def __len__(self) -> int:
        return len(self._gists)

    def put(self, key: T, gist: Gist) -> None:
        self.drop(key)
        self._gists[key] = gist
        for part in gist.own:
            for sign in part.signs:
                self._by_sign[sign][key] = None

    def drop(self, key: T) -> None:
        gist = self._gists.pop(key, None)
        for part in gist.own if gist else ():
            for sign in part.signs:
                self._by_sign[sign].pop(key, None)

    def near(self, gist: Gist, among: Callable[[T], bool]) -> list[tuple[T, float]]:
        """Those that may ask the same as a message, and how much they do (0…1), the likest first."""
        own = gist.own
        n_shared = Counter(
            key for part in own for key in {key: None for sign in part.signs for key in self._by_sign.get(sign, ())}
        )
        # Where both have a word left that the other lacks they are not alike: no need to look closer.
        keys = [key for key, n in n_shared.items() if n >= min(len(own), len(self._gists[key].own)) and among(key)]
        found = [(key, alike(gist, self._gists[key])) for key in keys]
        return sorted(found, key=lambda one: -one[1])

    def same(self, gist: Gist, among: Callable[[T], bool]) -> T | None:
        """The one that asks the same, if there is one."""
        near = self.near(gist, among)
        return near[0][0] if near and near[0][1] >= SAME else None
