"""Words of a text, with the place where each stands."""

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:[’][^\W_]+)*(?:-[^\W\d_]+(?:[’][^\W_]+)*)*")


class Word(NamedTuple):
    """A word as written and where: `text[start:end]` of the cleaned text."""

    written: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.written.lower()


def words(text: str) -> tuple[Word, ...]:
    """The words of a cleaned text; a hyphenated word is one, with its parts found by `parts`."""
    return tuple(Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text))


def spelled(text: str) -> list[str]:
    """The words of a cleaned text as written, for who need not know where they stand."""
    return _WORD.findall(text)


def parts(word: Word) -> tuple[Word, ...]:
    """A hyphenated word's parts in place, or the word itself."""
    if "-" not in word.written:
        return (word,)
    found = []
    at = word.start
    for part in word.written.split("-"):
        found.append(Word(part, at, at + len(part)))
        at += len(part) + 1
    return tuple(found)
