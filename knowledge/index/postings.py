"""Which entries hold which terms, weighted by BM25F and kept as arrays."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SATURATION = 1.2
LENGTH_SHARE = 0.4

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Posting:
    """The entries that hold a term and what each is worth (BM25F times idf)."""

    at: NDArray[np.int32]
    worth: Floats
    idf: float


class Postings:
    """Terms to entries.

    Shapes: `own` is one counter of terms an entry, `lent` what its parents, children and document lend it, already
    weighted. idf counts only entries' own terms.
    """

    def __init__(self, own: Sequence[Counter[str]], lent: Sequence[Mapping[str, float]]) -> None:
        self.size = len(own)
        lengths = np.array([sum(c.values()) for c in own], dtype=np.float32)
        norm = 1 - LENGTH_SHARE + LENGTH_SHARE * lengths / max(float(lengths.mean()) if self.size else 1.0, 1.0)
        held: dict[str, list[tuple[int, float]]] = defaultdict(list)
        owners: Counter[str] = Counter()
        for number, (mine, others) in enumerate(zip(own, lent, strict=True)):
            owners.update({t: min(1.0, n) for t, n in mine.items()})
            for term in mine.keys() | others.keys():
                held[term].append((number, mine.get(term, 0) / float(norm[number]) + others.get(term, 0.0)))
        self._terms = {term: self._posting(rows, owners[term]) for term, rows in held.items()}

    def _posting(self, rows: list[tuple[int, float]], owners: float) -> Posting:
        idf = self.idf(owners)
        counts = np.array([n for _, n in rows], dtype=np.float32)
        worth = idf * counts * (SATURATION + 1) / (counts + SATURATION)
        return Posting(np.array([i for i, _ in rows], dtype=np.int32), worth.astype(np.float32), idf)

    def idf(self, owners: float) -> float:
        return math.log1p((self.size - owners + 0.5) / (owners + 0.5)) if owners <= self.size else 0.0

    def __contains__(self, term: str) -> bool:
        return term in self._terms

    def get(self, term: str) -> Posting | None:
        return self._terms.get(term)

    def terms(self) -> Sequence[str]:
        return list(self._terms)
