"""Phrases of the lexicon, found in a text whatever the word forms and the order."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from knowledge.language.forms import key, key_in_russian
from knowledge.language.letters import clean, skeleton
from knowledge.language.links import is_link
from knowledge.language.words import parts, words

T = TypeVar("T")

WIDEST_GAP = 3
"""How far apart neighbouring words of a phrase may stand: two other words between them."""
SHORTEST_ROOT = 4
_BUCKET = 3
_ROOT_MARK = re.compile(r"\*(?!\w)")
"""A star after a word marks a root; one inside a word stands for a letter that people mask."""


class Token(NamedTuple):
    """A word of a text as the lexicon sees it: its key and the skeleton of the word as written (for roots)."""

    key: str
    bones: str


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a phrase: a key, or the root that a `*` follows."""

    text: str
    root: bool = False

    def meets(self, token: Token) -> bool:
        if self.root:
            return token.bones.startswith(self.text)
        return token.key == self.text


class Found(NamedTuple, Generic[T]):
    """A phrase met in a text: what it stands for and at which tokens."""

    what: T
    at: tuple[int, ...]


def token(word: str) -> Token:
    return Token(key(word), skeleton(word))


def compile_phrase(phrase: str, *, whole: bool = False, in_russian: bool = False) -> tuple[Part, ...]:
    """Split a phrase of the lexicon into its parts; unless `whole`, without the little words that people leave out."""
    text = clean(phrase).lower()
    found: list[tuple[str, bool]] = []
    for word in words(text):
        pieces = parts(word)
        root = _ROOT_MARK.match(text, word.end) is not None
        found += [(piece.written, root and piece is pieces[-1]) for piece in pieces]
    if any(root and len(word) < SHORTEST_ROOT for word, root in found):
        return ()
    telling = [item for item in found if whole or item[1] or not is_link(item[0])] or found
    key_of = key_in_russian if in_russian else key
    return tuple(_root(skeleton(word)) if root else _word(key_of(word)) for word, root in telling)


_word = cache(Part)
"""Makes each part once: words come back in many phrases."""


@cache
def _root(text: str) -> Part:
    return Part(text, root=True)


_Candidate = tuple[str, str, tuple[Part, ...], T]
"""A phrase beside its anchor: the root the anchor must begin with, the rarest key that must be there too, the other
parts."""
N_REMEMBERED = 1 << 12
"""Words kept with the phrases they may stand in: a few thousand make up most messages."""


class Phrases(Generic[T]):
    """Many phrases, each standing for something, looked up together."""

    def __init__(self, phrases: Iterable[tuple[tuple[Part, ...], T]]) -> None:
        distinct = [(p, what) for p, what in dict.fromkeys(phrases) if p]
        common = Counter(part.text for phrase, _ in distinct for part in phrase)
        by_key: dict[str, list[_Candidate[T]]] = defaultdict(list)
        by_root: dict[str, list[_Candidate[T]]] = defaultdict(list)
        others: dict[tuple[Part, ...], tuple[Part, ...]] = {}
        for phrase, what in distinct:
            anchor = min(phrase, key=lambda part: (part.root, common[part.text]))
            rest = list(phrase)
            rest.remove(anchor)
            needed = min((part.text for part in rest if not part.root), key=common.__getitem__, default="")
            index, at = (by_root, anchor.text[:_BUCKET]) if anchor.root else (by_key, anchor.text)
            others_once = others.setdefault(tuple(rest), tuple(rest))
            index[at].append((anchor.text if anchor.root else "", needed, others_once, what))
        self._by_key = {at: tuple(candidates) for at, candidates in by_key.items()}
        self._by_root = {at: tuple(candidates) for at, candidates in by_root.items()}
        self._around = lru_cache(N_REMEMBERED)(self._look_around)

    def find(self, tokens: Sequence[Token]) -> list[Found[T]]:
        around = list(map(self._around, tokens))
        if not any(around):
            return []
        found: dict[Found[T], None] = {}
        here = {"", *[one.key for one in tokens]}
        for position, candidates in enumerate(around):
            for _, needed, rest, what in candidates:
                if needed in here:
                    at = _place(tokens, position, rest) if rest else (position,)
                    if at:
                        found[Found(what, at)] = None
        return list(found)

    def _look_around(self, one: Token) -> tuple[_Candidate[T], ...]:
        """The phrases that a word may anchor."""
        rooted = (c for c in self._by_root.get(one.bones[:_BUCKET], ()) if one.bones.startswith(c[0]))
        return (*self._by_key.get(one.key, ()), *rooted)


def _place(tokens: Sequence[Token], anchor: int, rest: tuple[Part, ...]) -> tuple[int, ...] | None:
    """Where the other parts stand beside the anchor, each as near as it can be; None when one is missing or far."""
    taken = [anchor]
    for part in rest:
        place = _nearest(tokens, part, taken, WIDEST_GAP * len(rest))
        if place is None:
            return None
        taken.append(place)
    taken.sort()
    near = all(b - a <= WIDEST_GAP for a, b in pairwise(taken))
    return tuple(taken) if near else None


def _nearest(tokens: Sequence[Token], part: Part, taken: Sequence[int], reach: int) -> int | None:
    """The word nearest to the first taken one that a part meets and nobody has taken; of two the earlier."""
    for distance in range(1, min(reach, len(tokens) - 1) + 1):
        for place in (taken[0] - distance, taken[0] + distance):
            if 0 <= place < len(tokens) and place not in taken and part.meets(tokens[place]):
                return place
    return None
