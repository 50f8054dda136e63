"""Why an entry was found: which words of the question met which of its own, and by which way."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from knowledge.index.question import Question
from knowledge.index.ranking import Ranking, Told
from knowledge.lexicon import Lexicon, Sense, Strength
from knowledge.model import Reason, Way


class Explaining:
    """Explains the entries found for one question."""

    def __init__(self, ranking: Ranking, question: Question, spoken: Callable[[int], "Spoken"]) -> None:
        self._ranking = ranking
        self._question = question
        self._spoken = spoken

    @cached_property
    def _keys(self) -> Mapping[int, AbstractSet[str]]:
        """The keys that a word of the question meets, by its number."""
        forms = self._ranking.forms
        return {n: {key for key, _ in forms(asked.key)} for n, asked in self._question.words.items()}

    def reasons(self, number: int) -> tuple[Reason, ...]:
        """The meetings with one entry, in the order of the question's words; what met is as written there."""
        question, told, spoken = self._question, self._ranking.told[number], self._spoken(number)
        found: dict[Reason, None] = {}
        explained: set[int] = set()
        for place, asked in question.words.items():
            met = spoken.met(self._keys[place])
            if met:
                found[Reason(asked.written, met, asked.way)] = None
                explained.add(place)
        for sense in question.senses:
            if not explained.issuperset(sense.at) and (mine := spoken.of(sense.concept)):
                explained.update(sense.at)
                found[Reason(_written(question.written, sense), _written(told.words, mine), Way.CONCEPT)] = None
        if not found:
            for place, concepts in question.echoes.items():
                echoed = next((sense for sense in map(spoken.of, concepts) if sense), None)
                if echoed:
                    found[Reason(question.written[place], _written(told.words, echoed), Way.CONCEPT)] = None
        return tuple(found)


class Spoken:
    """Where an entry has a word, and where it speaks of a concept, of one above it, or of one below it."""

    def __init__(self, told: Told, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = told.words
        self._places: dict[str, list[int]] = {}
        for place, one in enumerate(told.tokens):
            self._places.setdefault(one.key, []).append(place)
        self._own: dict[str, Sense] = {}
        self._narrower: dict[str, Sense] = {}
        for sense in told.senses:
            if sense.strength is Strength.STRONG:
                self._own.setdefault(sense.concept, sense)
                for wider, _ in lexicon.wider(sense.concept):
                    self._narrower.setdefault(wider, sense)

    def met(self, keys: AbstractSet[str]) -> str | None:
        """The words with one of these keys, as written, each once."""
        places = [place for key in keys for place in self._places.get(key, ())]
        return " ".join(dict.fromkeys([self._words[place] for place in sorted(places)])) if places else None

    def of(self, concept: str) -> Sense | None:
        above = (concept, *(wider for wider, _ in self._lexicon.wider(concept)))
        met = next((self._own[one] for one in above if one in self._own), None)
        return met or self._narrower.get(concept)


def _written(words: Sequence[str], sense: Sense) -> str:
    return " ".join(words[n] for n in sense.at)
