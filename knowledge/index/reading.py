"""Read a message: repair its words, and say what each is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.index.vocabulary import Vocabulary
from knowledge.language.fillers import is_filler, is_general
from knowledge.language.forms import key, known, ukrainian
from knowledge.language.latin import from_latin, from_layout
from knowledge.language.letters import clean, skeleton, straighten
from knowledge.language.words import Word, parts, words
from knowledge.lexicon.phrases import Token
from knowledge.model import Correction, Way

LONGEST_MESSAGE = 1500
MOST_WORDS = 80
"""What is read of a message: nobody asks longer, and reading stays under 20 ms."""

_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґЁё]")
_VOWEL = re.compile("[аеиіїоуюяєыэё]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question.

    Shapes: `written` as typed, `read` lower case as understood, `key` for looking up. `known` says that a dictionary,
    the lexicon or the library has it; `name` that it is written like a name.
    """

    written: str
    read: str
    key: str
    filler: bool
    general: bool
    known: bool
    name: bool
    way: Way = Way.FORM

    @property
    def token(self) -> Token:
        return Token(self.key, skeleton(self.read))


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as understood: its cleaned text, its words, and what was read otherwise than typed."""

    text: str
    words: tuple[Asked, ...]
    corrections: tuple[Correction, ...]

    @property
    def tokens(self) -> list[Token]:
        return [w.token for w in self.words]

    @property
    def content(self) -> list[Asked]:
        return [w for w in self.words if not w.filler]


def read(message: str, vocabulary: Vocabulary) -> Reading:
    """Repair keyboard layout, Latin spelling, look-alike letters, run-together and mistyped words."""
    text = clean(message[: 2 * LONGEST_MESSAGE])[:LONGEST_MESSAGE]
    text, corrections = _retype(text, vocabulary)
    found: list[Asked] = []
    seen: set[str] = set()
    first = True
    for word in words(text):
        for part in parts(word):
            if len(found) >= MOST_WORDS or (len(found) > MOST_WORDS // 2 and part.lower in seen):
                continue
            seen.add(part.lower)
            asked = _read_word(part, vocabulary, first=first)
            found += asked
            first = False
            if asked and _is_correction(part.lower, " ".join(a.read for a in asked)):
                corrections.append(Correction(part.written, " ".join(a.read for a in asked)))
    return Reading(text, tuple(found), tuple(dict.fromkeys(corrections)))


def _is_correction(typed: str, read_as: str) -> bool:
    return typed.replace("’", "") != read_as.replace("’", "")


def _retype(text: str, vocabulary: Vocabulary) -> tuple[str, list[Correction]]:
    """Turn Latin chunks into Ukrainian where that gives known words."""
    corrections: list[Correction] = []
    chunks = re.split(r"(\s+)", text)
    for number, chunk in enumerate(chunks):
        if not _LATIN.search(chunk):
            continue
        if _CYRILLIC.search(chunk):
            chunks[number] = straighten(chunk)
            continue
        best = max((from_layout(chunk), from_latin(chunk)), key=lambda c: _sense(c, vocabulary))
        if _sense(best, vocabulary) > 0:
            chunks[number] = best
            corrections.append(Correction(chunk, best))
    return "".join(chunks), corrections


def _sense(chunk: str, vocabulary: Vocabulary) -> float:
    """How much of a chunk is made of known words, −1…1; mistyped ones count a little."""
    pieces = [part.lower for word in words(clean(chunk)) for part in parts(word)]
    if not pieces:
        return -1.0
    return sum(_sense_of_word(p, vocabulary) * len(p) for p in pieces) / sum(map(len, pieces))


def _sense_of_word(word: str, vocabulary: Vocabulary) -> float:
    if vocabulary.same_sound(word) or is_filler(word) or ukrainian(word):
        return 1.0
    if known(word) or key(word) in vocabulary.keys:
        return 0.9
    return 0.5 if len(word) > 4 and vocabulary.nearest(word) else -0.5


def _read_word(word: Word, vocabulary: Vocabulary, *, first: bool) -> list[Asked]:
    lower = straighten(word.lower)
    name = word.written[:1].isupper() and not first and not word.written.isupper()
    as_is = _asked(word.written, lower, vocabulary, name=name)
    if as_is.filler or as_is.known or not _CYRILLIC.search(lower):
        return [as_is]
    same = vocabulary.same_sound(lower)
    if same:
        return [replace(_asked(word.written, same, vocabulary, name=name), way=Way.REPAIR)]
    if known(lower):
        return [as_is]
    pair = vocabulary.split(lower) if len(lower) > 7 else None
    if pair:
        return [replace(_asked(word.written, p, vocabulary, name=False), way=Way.REPAIR) for p in pair]
    near = None if name else vocabulary.nearest(lower)
    if near:
        return [replace(_asked(word.written, near, vocabulary, name=name), way=Way.REPAIR)]
    return [as_is]


def _asked(written: str, lower: str, vocabulary: Vocabulary, *, name: bool) -> Asked:
    word_key = key(lower)
    return Asked(
        written=written,
        read=lower,
        key=word_key,
        filler=is_filler(lower),
        general=is_general(word_key),
        known=known(lower) or lower in vocabulary,
        name=name,
    )


def resume(reading: Reading, subject: Sequence[str], vocabulary: Vocabulary) -> Reading:
    """Add the words that an earlier question was about."""
    kept = [a for text in subject[:12] for w in words(clean(text)) for a in _read_word(w, vocabulary, first=True)]
    return replace(reading, words=(*reading.words, *kept))
