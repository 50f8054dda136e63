"""Every word the library and the lexicon know, for reading mistyped words and finding related ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.forms import key, ukrainian
from knowledge.language.latin import from_latin
from knowledge.language.letters import skeleton

_LATIN = re.compile("[a-z’]{3,}")
"""A name in Latin letters, which people write in their own: "макдональдс"."""
_RELATED_PREFIX = 5
RELATED_SHARE = 0.6
"""Least share of the longer stem that two related words begin with alike ("турист", "туризм")."""


def allowed_distance(bones: str) -> int:
    """How many slips a word of this length may have: none under 4 letters, 1 to 6, 2 to 10, else 3.

    Source: `search_baselines`, recommendation 1; wider windows repaired names into goals.
    """
    length = len(bones)
    return 0 if length < 4 else 1 if length <= 6 else 2 if length <= 10 else 3


class Vocabulary:
    """Words as written, by skeleton; of words that sound the same one in the dictionary is taken."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        keys: set[str] = set()
        in_dictionary: list[str] = []
        others: list[str] = []
        for word in sorted(self._words):
            keys.add(key(word))
            (others if ukrainian(word) is None else in_dictionary).append(word)
        self.keys = frozenset(keys)
        self._written: dict[str, str] = {}
        for word in (*in_dictionary, *others):
            bones = skeleton(word)
            self._written.setdefault(word if bones == word else bones, word)  # one string, not two that are equal
        for word in filter(_LATIN.fullmatch, others):
            self._written.setdefault(skeleton(from_latin(word)), word)
        self._near: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        for bones in self._written:
            for place in (0, 1):
                if len(bones) > place + 2:
                    self._near[len(bones), place, bones[place]].append(bones)

    def __contains__(self, word: str) -> bool:
        return word in self._words or key(word) in self.keys

    def has(self, word: str) -> bool:
        """Tell whether the library or the lexicon has just this word."""
        return word in self._words

    def same_sound(self, word: str) -> str | None:
        """The known word that differs only in what skeletons leave out."""
        return self._written.get(skeleton(word))

    def nearest(self, word: str, distance: int | None = None) -> str | None:
        """The known word within the allowed number of slips, if its first or second letter is right."""
        bones = skeleton(word)
        allowed = allowed_distance(bones) if distance is None else distance
        if not allowed:
            return None
        near = [
            other
            for length in range(len(bones) - allowed, len(bones) + allowed + 1)
            for place in (0, 1)
            for other in self._near.get((length, place, bones[place]), ())
        ]
        best = process.extractOne(bones, near, scorer=OSA.distance, score_cutoff=allowed)
        return self._written[best[0]] if best else None

    def split(self, word: str) -> tuple[str, str] | None:
        """Two known words run together."""
        for at in sorted(range(3, len(word) - 2), key=lambda i: abs(2 * i - len(word))):
            left, right = word[:at], word[at:]
            if skeleton(left) in self._written and skeleton(right) in self._written:
                return left, right
        return None


class Related:
    """Stems that begin alike, for derived words that no dictionary joins."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._by_prefix: dict[str, list[str]] = defaultdict(list)
        for stem in stems:
            if len(stem) >= _RELATED_PREFIX:
                self._by_prefix[skeleton(stem)[:_RELATED_PREFIX]].append(stem)

    def to(self, stem: str) -> Sequence[tuple[str, float]]:
        """Related stems with the share (0…1) of the longer one that is alike."""
        found = []
        for other in self._by_prefix.get(skeleton(stem)[:_RELATED_PREFIX], ()):
            if other != stem:
                alike = next((i for i, (a, b) in enumerate(zip(stem, other, strict=False)) if a != b), None)
                share = (min(len(stem), len(other)) if alike is None else alike) / max(len(stem), len(other))
                if share >= RELATED_SHARE:
                    found.append((other, share))
        return found
