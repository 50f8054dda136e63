"""A question ready for ranking: its content words and the concepts they carry."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from knowledge.index.mending import Asked
from knowledge.index.reading import Reading
from knowledge.lexicon import Lexicon, Sense, Strength


class Subject(NamedTuple):
    """One thing asked about: words of the question with the concepts they carry together."""

    words: frozenset[int]
    concepts: frozenset[str]


@dataclass(frozen=True)
class Question:
    """What is looked for.

    Shapes: `words` are content words by their number in the message, `senses` refer to the same numbers; `written` is
    the whole message, word by word; `meant` are the numbers of words that carry a concept, `echoes` the concepts that
    a word without one calls to mind; `recalled` are the numbers of words that only an earlier question said.
    """

    text: str
    written: tuple[str, ...]
    words: Mapping[int, Asked]
    senses: tuple[Sense, ...]
    meant: frozenset[int]
    echoes: Mapping[int, tuple[str, ...]]
    recalled: frozenset[int] = frozenset()

    @classmethod
    def of(cls, reading: Reading, lexicon: Lexicon) -> "Question":
        content = {n: w for n, w in enumerate(reading.words) if not w.filler}
        written = tuple(w.written for w in reading.words)
        senses = tuple(lexicon.senses(reading.tokens, content.keys()))
        meant = frozenset([n for sense in senses for n in sense.at])
        alone = ((n, lexicon.echoes(word.token)) for n, word in content.items() if n not in meant)
        return cls(reading.text, written, content, senses, meant, {n: ids for n, ids in alone if ids}, reading.recalled)

    def without(self, numbers: AbstractSet[int]) -> "Question":
        """The question without the words that named a place, a document or a kind of it."""
        if not numbers:
            return self
        words = {n: w for n, w in self.words.items() if n not in numbers}
        return replace(self, words=words, echoes={n: ids for n, ids in self.echoes.items() if n in words})

    def beside(self, plan: AbstractSet[int]) -> "Question":
        """The question without the words for the plan itself, where it asks about a subject besides them.

        They would find whatever goal says "стратегія" ("що в стратегії про водогони").
        """
        if not any(s.strength is Strength.STRONG and plan.isdisjoint(s.at) for s in self.senses if plan):
            return self
        return replace(self.without(plan), senses=tuple(s for s in self.senses if not plan >= set(s.at)))

    @cached_property
    def faded(self) -> frozenset[int]:
        """The recalled words where something else is asked about now ("а для дітей?")."""
        return self.recalled if self.recalled and self.words.keys() - self.recalled else frozenset()

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
        longer = [sense for sense in self.senses if len(sense.at) > 1 and sense.strength is Strength.STRONG]
        if not longer:
            return frozenset()
        alone = {
            sense.concept
            for sense in self.senses
            if not any(set(sense.at) < set(one.at) and one.concept != sense.concept for one in longer)
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
        words = self.words.keys()
        together = [Subject(frozenset(at & words), frozenset(concepts)) for at, concepts in groups]
        return (*together, *[Subject(frozenset((n,)), frozenset()) for n in words if n not in self.meant])

    @property
    def subject(self) -> tuple[str, ...]:
        """The content words as understood, to be kept for a follow-up."""
        return tuple(dict.fromkeys([w.read for w in self.words.values()]))
