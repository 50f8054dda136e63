"""The library as arrays, and how much each entry answers a question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.index.postings import Floats, Postings
from knowledge.index.reading import Asked
from knowledge.index.vocabulary import Related
from knowledge.language.letters import clean
from knowledge.language.words import parts, words
from knowledge.lexicon import Lexicon, Sense, Strength
from knowledge.lexicon.phrases import Token, token
from knowledge.library import Library
from knowledge.model import DocumentKind, Entry

LENT = {"parent": 0.3, "grandparent": 0.15, "child": 0.1, "document": 0.2}
"""What an entry's neighbours lend it. Source: `search_baselines`, recommendation 2; flat within a factor of 1.5."""
CONCEPT_WEIGHT = 0.8
WIDER = 0.4
"""What a wider concept is worth beside the concept itself, for each step up."""
HINT = 0.5
RELATED = 0.6
GENERAL = 0.4
MASS_POWER = 0.65
KIND_WEIGHT = {
    DocumentKind.STRATEGY: 1.0,
    DocumentKind.GOALS: 1.0,
    DocumentKind.NEWS: 0.9,
    DocumentKind.PROGRAMME: 0.85,
}
"""Official goals come before news and party programmes when both fit."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the search sees it: its tokens and the concepts they carry."""

    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    senses: tuple[Sense, ...]


def tell(text: str, lexicon: Lexicon) -> Told:
    written = tuple(part.written for word in words(clean(text)) for part in parts(word))
    tokens = tuple(token(word.lower()) for word in written)
    return Told(written, tokens, tuple(lexicon.senses(tokens)))


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


def concept_term(concept: str) -> str:
    return "#" + concept


@dataclass(frozen=True, slots=True)
class Scores:
    """What a question is worth to each entry, and which part of it each word brought.

    Shapes: `total` an entry each; `by_word` one array a content word, direct meetings only; `concepts` one array a
    group of words that share concepts.
    """

    total: Floats
    by_word: Mapping[int, Floats]
    by_concept: Mapping[str, Floats]
    mass: float


class Ranking:
    """Scores all entries for a question; entries are numbered as in `library.entries`."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        self.library = library
        self.lexicon = lexicon
        entries = library.entries
        self.told = [tell(e.text, lexicon) for e in entries]
        own = [terms(t, lexicon) for t in self.told]
        by_key = {e.key: c for e, c in zip(entries, own, strict=True)}
        titles = {d.id: terms(tell(d.title, lexicon), lexicon) for d in library.documents.values()}
        self.postings = Postings(own, [self._lent(e, by_key, titles) for e in entries])
        self.related = Related(t for t in self.postings.terms() if not t.startswith("#"))
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

    def score(self, content: Mapping[int, Asked], senses: Sequence[Sense]) -> Scores:
        """Add up what each content word and each group of concepts brings to every entry."""
        size = self.postings.size
        by_word = {n: self._word(asked) for n, asked in content.items()}
        by_concept = {c: self._concept(c, worth) for c, worth in _strongest(senses).items()}
        total = np.zeros(size, dtype=np.float32)
        for worth in by_word.values():
            total += worth
        for group in _groups(senses):
            squares = np.zeros(size, dtype=np.float32)
            for concept in group:
                squares += by_concept[concept] ** 2
            total += CONCEPT_WEIGHT * np.sqrt(squares)
        mass = sum(self.idf(a) for a in content.values())
        return Scores(total / max(mass, 1.0) ** MASS_POWER, by_word, by_concept, mass)

    def _word(self, asked: Asked) -> Floats:
        worth = np.zeros(self.postings.size, dtype=np.float32)
        for term, share in ((asked.key, 1.0), *((t, RELATED * s) for t, s in self.related.to(asked.key))):
            posting = self.postings.get(term)
            if posting:
                worth[posting.at] = np.maximum(worth[posting.at], share * posting.worth)
        return worth * (GENERAL if asked.general else 1.0)

    def _concept(self, concept: str, worth: float) -> Floats:
        """What a concept brings: itself, or less, a wider one."""
        dense = np.zeros(self.postings.size, dtype=np.float32)
        for one, steps in ((concept, 0), *self.lexicon.wider(concept)):
            posting = self.postings.get(concept_term(one))
            if posting:
                dense[posting.at] = np.maximum(dense[posting.at], worth * WIDER**steps * posting.worth)
        return dense


def _strongest(senses: Sequence[Sense]) -> dict[str, float]:
    found: dict[str, float] = {}
    for sense in senses:
        worth = 1.0 if sense.strength is Strength.STRONG else HINT
        found[sense.concept] = max(found.get(sense.concept, 0.0), worth)
    return found


def _groups(senses: Sequence[Sense]) -> list[list[str]]:
    """Concepts that share words of the question, together: one word is credited once."""
    groups: list[tuple[set[int], dict[str, None]]] = []
    for sense in senses:
        at, concepts = set(sense.at), {sense.concept: None}
        rest = []
        for other_at, other in groups:
            if other_at & at:
                at |= other_at
                concepts = {**other, **concepts}
            else:
                rest.append((other_at, other))
        groups = [*rest, (at, concepts)]
    return [list(concepts) for _, concepts in groups]


def best(total: Floats, limit: int) -> NDArray[np.intp]:
    """The numbers of the best entries with anything to show, best first; equal ones in document order."""
    size = min(limit, total.size)
    top = np.argpartition(-total, size - 1)[:size] if 0 < size < total.size else np.arange(total.size)
    top = top[np.lexsort((top, -total[top]))]
    return top[total[top] > 0][:limit]
