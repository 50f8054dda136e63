"""The library as arrays, and how much each entry answers a question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from knowledge.index.mending import Asked
from knowledge.index.postings import Floats, Postings
from knowledge.index.question import Question
from knowledge.index.terms import WIDER, Terms, concept_term
from knowledge.language.letters import clean
from knowledge.language.words import parts, words
from knowledge.lexicon import Lexicon, Sense, Strength
from knowledge.lexicon.phrases import Token, token
from knowledge.library import Library
from knowledge.model import DocumentKind, Entry

LENT = {"parent": 0.3, "grandparent": 0.15, "child": 0.1, "document": 0.2}
"""What an entry's neighbours lend it. Halving or doubling any one moves nDCG@5 on the development questions by 0.008 at
most; without the children 0.548 for 0.555."""
CONCEPT_WEIGHT = 1.5
"""What concepts weigh beside words. nDCG@5: 0.711 at 1.0, 0.719 at 1.5 and at 2.0."""
HINT = 0.5
"""What a concept only hinted at is worth; 0.25 to 0.75 are alike."""
WITHIN = 0.5
"""What a concept is worth that is met only inside a longer phrase for another one; nDCG@5 of a few words without the
embedding 0.897 at 1, 0.905 at 0.8, 0.909 at 0.6, 0.910 at 0.4, and the others alike."""
GENERAL = 0.4
"""What a word is worth that nearly every goal has; 0.1 to 0.7 are alike within 0.004."""
FADED = 0.25
"""What an earlier question's subject is worth where the next one names another ("а для дітей?"). At 1 what is for old
people stays first; at 0.4 a party's promise to pensioners still comes before the goal for them, asked after children.
"""
MASS_POWER = 0.8
"""How far long questions are brought down to short ones, so that the embedding weighs alike in both. nDCG@5: 0.689 at
0.5, 0.700 at 0.65, 0.708 at 0.8, 0.695 at 1."""
PARENT_SHARE = 0.65
"""How much of its best child's score a goal gets. nDCG@5: 0.667 without, 0.689 with."""
ECHO = 0.5
"""What a concept is worth that a word only calls to mind; nDCG@5 without the embedding 0.673 at 0.25, 0.680 at 0.55."""
_SHARE = {Strength.STRONG: 1.0, Strength.WEAK: HINT, Strength.TRAP: 0.0}
KIND_WEIGHT = {
    DocumentKind.STRATEGY: 1.0,
    DocumentKind.GOALS: 1.0,
    DocumentKind.NEWS: 0.9,
    DocumentKind.PROGRAMME: 0.85,
    DocumentKind.FAQ: 1.0,
}
"""Official goals come before news and party programmes when both fit."""


NOTHING: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the search sees it: its tokens and the concepts they carry."""

    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    senses: tuple[Sense, ...]


def tell(text: str, lexicon: Lexicon) -> Told:
    written = tuple(part.written for word in words(clean(text)) for part in parts(word))
    tokens = tuple(token(word.lower()) for word in written)
    telling = {n for n, word in enumerate(written) if not lexicon.speech.is_filler(word.lower())}
    return Told(written, tokens, tuple(lexicon.senses(tokens, telling)))


def terms(told: Told, lexicon: Lexicon) -> Counter[str]:
    """The terms of a text: keys of its content words, and concepts with the wider ones above them."""
    counted: Counter[str] = Counter(
        t.key for word, t in zip(told.words, told.tokens, strict=True) if not lexicon.speech.is_filler(word.lower())
    )
    concepts: dict[str, float] = {}
    for sense in told.senses:
        worth = 1.0 if sense.strength is Strength.STRONG else HINT
        for concept, steps in ((sense.concept, 0), *lexicon.wider(sense.concept)):
            concepts[concept] = max(concepts.get(concept, 0.0), worth * WIDER**steps)
    for concept, worth in concepts.items():
        counted[concept_term(concept)] = worth  # type: ignore[assignment]
    return counted


class Ranking:
    """Scores all entries for a question; entries are numbered as in `library.entries`.

    `called` is what people call single entries, by document and code: to the search it is part of their wording.
    """

    def __init__(
        self, library: Library, lexicon: Lexicon, called: Mapping[tuple[str, str], tuple[str, ...]] = NOTHING
    ) -> None:
        self.library = library
        self.lexicon = lexicon
        entries = library.entries
        self.told = [tell("; ".join((e.text, *called.get(e.key, ()))), lexicon) for e in entries]
        own = [terms(t, lexicon) for t in self.told]
        self.concepts = [frozenset(s.concept for s in t.senses if s.strength is Strength.STRONG) for t in self.told]
        self._speaking = _speaking(self.concepts)
        number = {e.key: n for n, e in enumerate(entries)}
        self._parent = np.array([number.get((e.document, e.parent or ""), -1) for e in entries], dtype=np.intp)
        self._with_parent = np.flatnonzero(self._parent >= 0)
        by_key = {e.key: c for e, c in zip(entries, own, strict=True)}
        titles = {d.id: terms(tell(d.title, lexicon), lexicon) for d in library.documents.values()}
        self.postings = Postings(own, [self._lent(e, by_key, titles) for e in entries])
        self._terms = Terms(self.postings, lexicon)
        self.weight = np.array([KIND_WEIGHT[library.document_of(e).kind] for e in entries], dtype=np.float32)
        self.unknown_idf = self.postings.idf(0.5)

    def _lent(
        self, entry: Entry, by_key: Mapping[tuple[str, str], Counter[str]], titles: Mapping[str, Counter[str]]
    ) -> Counter[str]:
        lent: Counter[str] = Counter()
        above = self.library.ancestors(entry)
        lenders = [
            (by_key[a.key], share)
            for a, share in zip(reversed(above), (LENT["parent"], LENT["grandparent"]), strict=False)
        ]
        lenders += [(by_key[c.key], LENT["child"]) for c in self.library.children(entry)]
        lenders.append((titles[entry.document], LENT["document"]))
        for counter, share in lenders:
            for term, count in counter.items():
                lent[term] += min(1, count) * share  # type: ignore[assignment]
        return lent

    def idf(self, asked: Asked) -> float:
        """How much a word weighs in a question; a word the library lacks weighs like a rare one."""
        posting = self.postings.get(asked.key)
        idf = posting.idf if posting else self.unknown_idf
        return idf * (GENERAL if asked.general else 1.0)

    def knows(self, key: str) -> bool:
        """Tell whether an entry has the word or one related to it."""
        return bool(self._terms.met_by(key))

    def held_by(self, entry: int, term: str) -> float:
        """How far an entry holds a term, a word related to it, or a concept above it, 0…1."""
        return max([share * posting.held_by(entry) for posting, share in self._terms.met_by(term)], default=0.0)

    def speaks(self, concepts: AbstractSet[str], scope: NDArray[np.bool_]) -> bool:
        """Tell whether an entry in scope speaks of one of the concepts itself, not of a wider one."""
        return any(concept in self._speaking and scope[self._speaking[concept]].any() for concept in concepts)

    def forms(self, key: str) -> Sequence[tuple[str, float]]:
        """A word's key and those related to it, with what each is worth (0…1)."""
        return self._terms.forms(key)

    def score(self, question: Question) -> Floats:
        """Add up what words and concepts bring; concepts of one subject are alternatives, not so many witnesses."""
        total = np.zeros(self.postings.size, dtype=np.float32)
        faded = question.faded
        for number, asked in question.words.items():
            worth = self._terms.worth(asked.key)
            total += worth * GENERAL if asked.general else worth * FADED if number in faded else worth
        within = question.within
        shares = {
            concept: _SHARE[strength] * (WITHIN if concept in within else 1.0)
            for concept, strength in question.strengths.items()
        }
        for subject in question.subjects:
            if subject.concepts:
                weight = CONCEPT_WEIGHT * (FADED if faded and subject.words <= faded else 1.0)
                total += weight * self._together({c: shares[c] for c in subject.concepts})
        for concepts in question.echoes.values():
            total += CONCEPT_WEIGHT * self._together(dict.fromkeys(concepts, ECHO))
        mass = sum([self.idf(asked) for asked in question.words.values()])
        total /= max(mass, 1.0) ** MASS_POWER
        return total

    def _together(self, shares: Mapping[str, float]) -> Floats:
        """The root of the sum of squares: alternatives for one subject, not so many witnesses."""
        squares = [(self._terms.squared_worth(concept_term(c)), share * share) for c, share in shares.items()]
        together: Floats = np.sqrt(reduce(np.add, [own if share == 1 else own * share for own, share in squares]))
        return together

    def raise_parents(self, total: Floats) -> Floats:
        """Let an entry's best child speak for it: who finds a task is also helped by the goal above it."""
        raised = total.copy()
        np.maximum.at(raised, self._parent[self._with_parent], np.float32(PARENT_SHARE) * total[self._with_parent])
        return raised


def _speaking(concepts: Sequence[AbstractSet[str]]) -> dict[str, NDArray[np.intp]]:
    """The numbers of the entries that speak of each concept."""
    found: dict[str, list[int]] = {}
    for number, own in enumerate(concepts):
        for concept in own:
            found.setdefault(concept, []).append(number)
    return {concept: np.array(numbers, dtype=np.intp) for concept, numbers in found.items()}


def best(total: Floats, limit: int) -> NDArray[np.intp]:
    """The numbers of the best entries with anything to show, best first; equal ones in document order."""
    size = min(limit, total.size)
    top = np.argpartition(-total, size - 1)[:size] if 0 < size < total.size else np.arange(total.size)
    top = top[np.lexsort((top, -total[top]))]
    return top[total[top] > 0][:limit]
