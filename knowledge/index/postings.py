"""Which entries hold which terms, weighted by BM25F and kept as arrays."""

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SATURATION = 1.2
"""How soon a repeated term stops counting (BM25's k1); 0.6 to 2 are alike within 0.002."""
LENGTH_SHARE = 0.4
"""How much a long entry's terms are thinned (BM25's b); 0.1 to 0.8 are alike within 0.004."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Posting:
    """The entries that hold a term: what it is worth there (BM25F times idf), and how far each holds it.

    Shapes: `at` is sorted; `held` is 1 where the entry has the term itself, less where a neighbour lends it.
    """

    at: "array[int]"
    worth: Floats
    held: "array[float]"
    idf: float

    def held_by(self, entry: int) -> float:
        place = bisect_left(self.at, entry)
        return self.held[place] if place < len(self.at) and self.at[place] == entry else 0.0


class Postings:
    """Terms to entries.

    Shapes: `own` is one counter of terms an entry, `lent` what its parents, children and document lend it, already
    weighted. idf counts only entries' own terms.
    """

    def __init__(self, own: Sequence[Counter[str]], lent: Sequence[Mapping[str, float]]) -> None:
        self.size = len(own)
        lengths = np.array([sum(c.values()) for c in own], dtype=np.float32)
        norm = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths / max(float(lengths.mean()) if self.size else 1.0, 1.0)
        rows: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
        owners: Counter[str] = Counter()
        for number, (mine, others) in enumerate(zip(own, lent, strict=True)):
            owners.update({t: min(1.0, n) for t, n in mine.items()})
            for term in mine.keys() | others.keys():
                has, lent_it = mine.get(term, 0), others.get(term, 0.0)
                rows[term].append((number, has / float(norm[number]) + lent_it, min(1.0, max(has, lent_it))))
        self._terms = {term: self._posting(held, owners[term]) for term, held in rows.items()}

    def _posting(self, rows: list[tuple[int, float, float]], owners: float) -> Posting:
        idf = self.idf(owners)
        counts = np.array([count for _, count, _ in rows], dtype=np.float32)
        worth = idf * counts * (SATURATION + 1) / (counts + SATURATION)
        return Posting(
            array("i", [n for n, _, _ in rows]),
            worth.astype(np.float32),
            array("f", [held for _, _, held in rows]),
            idf,
        )

    def idf(self, owners: float) -> float:
        return math.log1p((self.size - owners + 0.5) / (owners + 0.5)) if owners <= self.size else 0.0

    def __contains__(self, term: str) -> bool:
        return term in self._terms

    def get(self, term: str) -> Posting | None:
        return self._terms.get(term)

    def held_by(self, entry: int, term: str) -> float:
        """How far an entry holds just this term, 0…1."""
        posting = self._terms.get(term)
        return posting.held_by(entry) if posting else 0.0

    def terms(self) -> Sequence[str]:
        return list(self._terms)
