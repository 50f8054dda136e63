"""The terms of questions: words and concepts, what may stand for each, and what they are worth to the entries."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from knowledge.index.postings import Floats, Posting, Postings
from knowledge.index.vocabulary import Related
from knowledge.lexicon import Lexicon

WIDER = 0.5
"""What a wider concept is worth beside the concept itself, for each step up. nDCG@5: 0.717 at 0.35, 0.722 at 0.65."""
RELATED = 0.6
"""What a word that only begins alike is worth ("турист", "туризм"); 0.3 to 0.8 are alike within 0.003."""
N_REMEMBERED = 1 << 12
MOST_NUMBERS = 1 << 20
"""Terms kept ready, and the numbers held for them in all: a few hundred terms make up most questions."""

_CONCEPT = "#"


def concept_term(concept: str) -> str:
    return _CONCEPT + concept


class Terms:
    """Looks terms up; what comes again and again is remembered."""

    def __init__(self, postings: Postings, lexicon: Lexicon) -> None:
        finding = _Finding(postings, lexicon)
        n_worths = MOST_NUMBERS // max(postings.size, 1)
        self.forms = lru_cache(N_REMEMBERED)(finding.forms)
        self.met_by = lru_cache(N_REMEMBERED)(finding.met_by)
        self.worth = lru_cache(min(N_REMEMBERED, n_worths))(finding.worth)
        self.squared_worth = lru_cache(min(N_REMEMBERED, n_worths))(finding.squared_worth)


class _Finding:
    def __init__(self, postings: Postings, lexicon: Lexicon) -> None:
        self._postings = postings
        self._lexicon = lexicon
        self._related = Related(t for t in postings.terms() if not t.startswith(_CONCEPT))

    def forms(self, key: str) -> Sequence[tuple[str, float]]:
        """A word's key and those related to it, with what each is worth (0…1)."""
        return [(key, 1.0), *((other, RELATED * share) for other, share in self._related.to(key))]

    def met_by(self, term: str) -> Sequence[tuple[Posting, float]]:
        """What entries may have for a term, with what each is worth (0…1): related words, or wider concepts."""
        alternatives = self._up(term) if term.startswith(_CONCEPT) else self.forms(term)
        found = ((self._postings.get(one), share) for one, share in alternatives)
        return [(posting, share) for posting, share in found if posting]

    def worth(self, term: str) -> Floats:
        """What the best alternative of a term is worth to each entry."""
        worth = np.zeros(self._postings.size, dtype=np.float32)
        for posting, share in self.met_by(term):
            at = np.asarray(posting.at)
            worth[at] = np.maximum(worth[at], share * posting.worth)
        worth.setflags(write=False)
        return worth

    def squared_worth(self, term: str) -> Floats:
        squared: Floats = np.square(self.worth(term))
        squared.setflags(write=False)
        return squared

    def _up(self, term: str) -> Sequence[tuple[str, float]]:
        above = self._lexicon.wider(term.removeprefix(_CONCEPT))
        return [(term, 1.0), *((concept_term(concept), WIDER**steps) for concept, steps in above)]
