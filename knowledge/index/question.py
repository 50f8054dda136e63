"""A question ready for ranking: its content words and the concepts they carry."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.index.mending import Asked
from knowledge.index.reading import Reading
from knowledge.lexicon import Lexicon, Sense, Strength


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing asked about: words of the question with the concepts they carry together."""

    words: frozenset[int]
    concepts: frozenset[str]


@dataclass(frozen=True)
class Question:
    """What is looked for.

    Shapes: `words` are content words by their number in the message, `senses` refer to the same numbers; `written` is
    the whole message, word by word; `echoes` are the concepts that a word without a sense calls to mind.
    """

    text: str
    written: tuple[str, ...]
    words: Mapping[int, Asked]
    senses: tuple[Sense, ...]
    echoes: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, reading: Reading, lexicon: Lexicon) -> "Question":
        content = {n: w for n, w in enumerate(reading.words) if not w.filler}
        written = tuple(w.written for w in reading.words)
        senses = tuple(lexicon.senses(reading.tokens))
        meant = {n for sense in senses for n in sense.at}
        echoes = {n: lexicon.echoes(word.token) for n, word in content.items() if n not in meant}
        return cls(reading.text, written, content, senses, {n: ids for n, ids in echoes.items() if ids})

    def without(self, numbers: AbstractSet[int]) -> "Question":
        """The question without the words that named a place, a document or a kind of it."""
        if not numbers:
            return self
        words = {n: w for n, w in self.words.items() if n not in numbers}
        return replace(self, words=words, echoes={n: ids for n, ids in self.echoes.items() if n in words})

    @cached_property
    def meant(self) -> frozenset[int]:
        """The numbers of words that carry a concept."""
        return frozenset(n for sense in self.senses for n in sense.at)

    @cached_property
    def strengths(self) -> Mapping[str, Strength]:
        """Each concept with the strongest way it was met."""
        found: dict[str, Strength] = {}
        for sense in self.senses:
            if found.get(sense.concept) is not Strength.STRONG:
                found[sense.concept] = sense.strength
        return found

    @cached_property
    def within(self) -> frozenset[str]:
        """The concepts met only inside longer phrases that stand for others ("вода" in "вода з даху")."""
        strong = [sense for sense in self.senses if sense.strength is Strength.STRONG]
        alone = {
            sense.concept
            for sense in self.senses
            if not any(set(sense.at) < set(one.at) and one.concept != sense.concept for one in strong)
        }
        return frozenset(self.strengths.keys() - alone)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The things asked about: senses that share words belong together, a word without a sense stands alone."""
        groups: list[tuple[set[int], set[str]]] = []
        for sense in self.senses:
            at, concepts = set(sense.at), {sense.concept}
            apart = []
            for group in groups:
                if group[0].isdisjoint(at):
                    apart.append(group)
                else:
                    at |= group[0]
                    concepts |= group[1]
            groups = [*apart, (at, concepts)]
        alone = [({n}, set[str]()) for n in self.words if n not in self.meant]
        return tuple(Subject(frozenset(at & self.words.keys()), frozenset(c)) for at, c in (*groups, *alone))

    @property
    def subject(self) -> tuple[str, ...]:
        """The content words as understood, to be kept for a follow-up."""
        return tuple(dict.fromkeys(w.read for w in self.words.values()))
