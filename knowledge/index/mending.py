"""Read one word: what it was meant to be, and what it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.index.vocabulary import Vocabulary
from knowledge.language.forms import key, key_in_russian, known
from knowledge.language.letters import skeleton, straighten
from knowledge.lexicon.phrases import Token
from knowledge.lexicon.speech import Speech
from knowledge.model import Way

LONGEST_WORD = 40
"""Letters; longer words are not repaired."""
SHORTEST_PAIR = 8
"""Two words run together have at least so many letters; shorter ones split into accidents."""

CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґЁё]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question.

    Shapes: `written` as typed, `read` lower case as understood. `known` says that a dictionary, the lexicon or the
    library has it; `name` that it is written like a name.
    """

    written: str
    read: str
    token: Token
    filler: bool
    general: bool
    known: bool
    name: bool
    way: Way = Way.FORM

    @property
    def key(self) -> str:
        """What it is looked up by."""
        return self.token.key


class Mending:
    """Reads words one by one: look-alike letters, run-together and mistyped words."""

    def __init__(self, vocabulary: Vocabulary, speech: Speech) -> None:
        self._vocabulary = vocabulary
        self._speech = speech

    def word(self, written: str, first: bool, in_russian: bool) -> Sequence[Asked]:
        """Read a word of a message, `first` or not; one that was run together from two gives both."""
        lower = straighten(written.lower())
        name = written[:1].isupper() and not first and not written.isupper()
        as_is = self._asked(written, lower, name=name, in_russian=in_russian)
        if as_is.filler or len(lower) > LONGEST_WORD or known(lower) or not CYRILLIC.search(lower):
            return (as_is,)
        readings = [r for r in self._repaired(lower, name=name) if r != lower]
        return tuple(replace(self._asked(written, r, name=name), way=Way.REPAIR) for r in readings) or (as_is,)

    def as_one(self, left: Asked, right: Asked, whole: str) -> Asked:
        """Put together a word that was written as two."""
        return replace(self._asked(f"{left.written} {right.written}", whole, name=False), way=Way.REPAIR)

    def _repaired(self, lower: str, *, name: bool) -> Sequence[str]:
        """What an unknown word may have been meant to be; nothing when it resembles no known one."""
        same = self._vocabulary.same_sound(lower)
        if same or lower in self._vocabulary:
            return (same or lower,)
        pair = self._vocabulary.split(lower) if len(lower) >= SHORTEST_PAIR else None
        if pair:
            return pair
        near = None if name else self._vocabulary.nearest(lower)
        return (near,) if near else ()

    def _asked(self, written: str, lower: str, *, name: bool, in_russian: bool = False) -> Asked:
        word_key = key_in_russian(lower) if in_russian else key(lower)
        return Asked(
            written=written,
            read=lower,
            token=Token(word_key, skeleton(lower)),
            filler=self._speech.is_filler(lower),
            general=self._speech.is_general(word_key),
            known=known(lower) or lower in self._vocabulary,
            name=name,
        )
