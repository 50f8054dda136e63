"""Read a message: repair its words, and say what each is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter

from knowledge.index.mending import CYRILLIC, LONGEST_WORD, SHORTEST_PAIR, Asked, Mending
from knowledge.index.vocabulary import Vocabulary
from knowledge.language.forms import is_russian, known, ukrainian
from knowledge.language.latin import from_latin, from_layout
from knowledge.language.letters import clean, straighten
from knowledge.language.words import spelled
from knowledge.lexicon.phrases import Token
from knowledge.lexicon.speech import Speech
from knowledge.model import Correction

LONGEST_MESSAGE = 1000
MOST_WORDS = 60
MOST_REPEATS = 2
MOST_RETYPED = 20
"""What is read of a message: letters, words, times the same word, Latin chunks. Nobody asks longer, and so an answer to
4,000 characters of any kind stays within 20 ms."""
N_REMEMBERED = 1 << 12
"""Words kept as they were read: a few thousand make up most messages."""

_LATIN = re.compile("[A-Za-z]")
_WHERE = frozenset(("в", "у", "во", "на", "по"))
"""Who goes on so ("а в селах?") asks about the same elsewhere, not about something else ("а для дітей?")."""


@dataclass(frozen=True)
class Reading:
    """A message as understood: its cleaned text, its words, and what was read otherwise than typed.

    Shapes: `recalled` are the numbers of words that only an earlier question said; `english` says that the message is.
    """

    text: str
    words: tuple[Asked, ...]
    corrections: tuple[Correction, ...]
    recalled: frozenset[int] = frozenset()
    english: bool = False

    @cached_property
    def tokens(self) -> list[Token]:
        return [w.token for w in self.words]

    @property
    def stammers(self) -> bool:
        """Tell whether nothing is said but single letters ("аааа"), though they sound like little words."""
        return all(len(set(w.written.lower())) == 1 for w in self.words)

    @property
    def content(self) -> list[Asked]:
        return [w for w in self.words if not w.filler]


class Reader:
    """Reads messages: repairs keyboard layout, Latin spelling, look-alike letters, run-together and mistyped words."""

    def __init__(self, vocabulary: Vocabulary, speech: Speech) -> None:
        self._vocabulary = vocabulary
        self._speech = speech
        self._mending = Mending(vocabulary, speech)
        self._word = lru_cache(N_REMEMBERED)(self._mending.word)

    def read(self, message: str) -> Reading:
        text = _beginning(clean(message[: 2 * LONGEST_MESSAGE]))
        english = _LATIN.search(text) is not None and self._speech.is_english(text)
        text, corrections = (text, []) if english else self._retype(text)
        in_russian = is_russian(text)
        found: list[Asked] = []
        times: dict[str, int] = {}
        for number, part in enumerate([part for word in spelled(text) for part in word.split("-")]):
            lower = part.lower()
            times[lower] = times.get(lower, 0) + 1
            if len(found) >= MOST_WORDS or times[lower] > MOST_REPEATS:
                continue
            asked = self._word(part, number == 0, in_russian)
            found += asked
            as_read = asked[0].read if len(asked) == 1 else " ".join([a.read for a in asked])
            if lower != as_read and lower.replace("’", "") != as_read.replace("’", ""):
                corrections.append(Correction(part, as_read))
        found = self._joined(found)
        for place in self._speech.courtesies([a.token for a in found]):
            found[place] = replace(found[place], filler=True)
        return Reading(text, tuple(found), _understood(corrections, found), english=english)

    def _joined(self, found: Sequence[Asked]) -> list[Asked]:
        """Put together a known word that was written or heard as two ("відео спостереження")."""
        joined: list[Asked] = []
        for one in found:
            before = joined[-1] if joined else one
            whole = "" if before is one or before.filler or one.filler else before.read + one.read
            if len(whole) >= SHORTEST_PAIR and self._vocabulary.has(whole):
                joined[-1] = self._mending.as_one(before, one, whole)
            else:
                joined.append(one)
        return joined

    def resume(self, reading: Reading, subject: Sequence[str]) -> Reading:
        """Add the words that an earlier question was about; how the message goes on asking says nothing more."""
        opening = self._speech.opening([w.read for w in reading.words])
        said = (replace(w, filler=w.filler or n < opening) for n, w in enumerate(reading.words))
        kept = (
            a
            for text in subject[:12]
            for word in spelled(clean(text))
            for a in self._word(word, first=True, in_russian=False)
        )
        words = (*said, *kept)
        here = opening and reading.words[opening - 1].read in _WHERE
        recalled = frozenset() if here else frozenset(range(len(reading.words), len(words)))
        return replace(reading, words=words, recalled=recalled)

    def _retype(self, text: str) -> tuple[str, list[Correction]]:
        """Turn Latin chunks into Ukrainian where that gives known words."""
        if not _LATIN.search(text):
            return text, []
        chunks = re.split(r"(\s+)", text)
        latin = list(dict.fromkeys(chunk for chunk in chunks if _LATIN.search(chunk)))[:MOST_RETYPED]
        retyped = self._retyped([chunk for chunk in latin if not CYRILLIC.search(chunk)])
        retyped |= {chunk: straighten(chunk) for chunk in latin if chunk not in retyped}
        corrections = [_bare(chunk, new) for chunk, new in retyped.items() if new != straighten(chunk)]
        return "".join(retyped.get(chunk, chunk) for chunk in chunks), corrections

    def _retyped(self, chunks: Sequence[str]) -> dict[str, str]:
        """Read each chunk the way that gives more known words; where both do, as most of the others."""
        both = {chunk: [(self._sense(way(chunk)), way(chunk)) for way in (from_layout, from_latin)] for chunk in chunks}
        mostly = max((0, 1), key=lambda way: sum(readings[way][0] for readings in both.values()))
        likeliest = {chunk: max(one[mostly], one[1 - mostly], key=itemgetter(0)) for chunk, one in both.items()}
        return {chunk: new if sense > 0 else chunk for chunk, (sense, new) in likeliest.items()}

    def _sense(self, chunk: str) -> float:
        """Say how much of a chunk is made of known words, −1…1; mistyped ones count a little."""
        pieces = [part.lower() for word in spelled(clean(chunk)) for part in word.split("-")]
        if not pieces or max(map(len, pieces)) > LONGEST_WORD:
            return -1.0
        return sum(self._sense_of_word(p) * len(p) for p in pieces) / sum(map(len, pieces))

    def _sense_of_word(self, word: str) -> float:
        if self._vocabulary.same_sound(word) or self._speech.is_filler(word) or ukrainian(word) is not None:
            return 1.0
        if known(word) or word in self._vocabulary:
            return 0.9
        return 0.5 if len(word) > 4 and self._vocabulary.nearest(word) else -0.5


def _beginning(text: str) -> str:
    """What is read of a text; a word that would be cut in two is left out."""
    return (
        text
        if len(text) <= LONGEST_MESSAGE
        else text[: LONGEST_MESSAGE + 1].rpartition(" ")[0] or text[:LONGEST_MESSAGE]
    )


def _bare(chunk: str, new: str) -> Correction:
    """A chunk with what it was read as, without the mark that ends both."""
    ends_alike = len(chunk) > 1 and chunk[-1] == new[-1] and not chunk[-1].isalnum()
    return Correction(chunk[:-1], new[:-1]) if ends_alike else Correction(chunk, new)


def _understood(corrections: Sequence[Correction], found: Sequence[Asked]) -> tuple[Correction, ...]:
    """Corrections to say out loud: one for a word that was read anew twice, none for what stayed dark all the same."""
    if not corrections:
        return ()
    read = {one.typed: one.read for one in corrections}
    whole = [Correction(one.typed, read.get(one.read, one.read)) for one in corrections]
    dark = {word.read for word in found if not word.known}
    between = {one.read for one in corrections if one.read in read}
    return tuple(dict.fromkeys([one for one in whole if one.typed not in between and one.read not in dark]))
