"""Editions of a document, and what came, went, was worded anew and moved from one to another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from knowledge.model import Document, Entry

ALIKE = 85
"""0…100. Above it two wordings under different codes are one goal: a word or an ending differs."""
AKIN = 50
"""0…100. Above it two wordings under one code are one goal, before wordings under other codes are looked at."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of a document as it was published."""

    id: int
    published_at: datetime
    n_entries: int


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document with its editions, the newest first. `edition` is the one that is shown, None when it is off."""

    document: Document
    editions: tuple[Edition, ...]
    edition: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One goal in both editions."""

    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the new edition changes.

    Shapes: all in the order of the new edition, `removed` in that of the old. What moved says the same under another
    code, parent or level; what changed may also have moved. `n_same` goals stay as they are.
    """

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    n_same: int

    @property
    def is_another(self) -> bool:
        """Say whether nothing at all is common: it is not an edition of this document."""
        akin = any(_akin(pair.before, pair.after) for pair in self.changed)
        return bool(self.removed or self.changed) and not (self.n_same or self.moved or akin)


def compare(before: Sequence[Entry], after: Sequence[Entry]) -> Comparison:
    """Compare two editions. A goal is known by code and wording, else by wording, by likeness, or by its code alone."""
    matching = _Matching(before, after)
    matching.match(lambda entry: (entry.code, entry.text))
    matching.match(lambda entry: entry.text)
    matching.match(lambda entry: entry.code, _akin)
    matching.match_alike()
    matching.match(lambda entry: entry.code)
    pairs = [Pair(*pair) for pair in matching.pairs()]
    return Comparison(
        added=tuple(matching.new),
        removed=tuple(matching.old),
        changed=tuple(pair for pair in pairs if pair.before.text != pair.after.text),
        moved=tuple(pair for pair in pairs if pair.before.text == pair.after.text and pair.before != pair.after),
        n_same=sum(pair.before == pair.after for pair in pairs),
    )


def _akin(before: Entry, after: Entry) -> bool:
    return fuzz.ratio(before.text, after.text) >= AKIN


class _Matching:
    """The goals of both editions that have no partner yet, and those that have."""

    def __init__(self, before: Iterable[Entry], after: Sequence[Entry]) -> None:
        self.old = list(before)
        self.new = list(after)
        self._order = {id(entry): n for n, entry in enumerate(after)}
        self._found: list[tuple[Entry, Entry]] = []

    def pairs(self) -> list[tuple[Entry, Entry]]:
        return sorted(self._found, key=lambda pair: self._order[id(pair[1])])

    def match(self, key: Callable[[Entry], object], agree: Callable[[Entry, Entry], bool] | None = None) -> None:
        """Pair goals with the same key, first with first, if they also agree."""
        waiting: dict[object, list[Entry]] = {}
        for entry in reversed(self.old):
            waiting.setdefault(key(entry), []).append(entry)
        found = []
        for entry in self.new:
            candidates = waiting.get(key(entry))
            if candidates and (agree is None or agree(candidates[-1], entry)):
                found.append((candidates.pop(), entry))
        self._keep(found)

    def match_alike(self) -> None:
        """Pair goals whose wordings are alike, whatever their codes."""
        texts = {n: entry.text for n, entry in enumerate(self.old)}
        found = []
        for entry in self.new:
            best = process.extractOne(entry.text, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
            if best is not None:
                found.append((self.old[best[2]], entry))
                del texts[best[2]]
        self._keep(found)

    def _keep(self, found: list[tuple[Entry, Entry]]) -> None:
        partners = {id(entry) for pair in found for entry in pair}
        self.old = [entry for entry in self.old if id(entry) not in partners]
        self.new = [entry for entry in self.new if id(entry) not in partners]
        self._found += found


def marked(before: str, after: str) -> list[tuple[str, bool]]:
    """Part a new wording into pieces, each with whether it is new; for what is gone swap the two."""
    old, new = before.split(), after.split()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(" ".join(new[a:b]), tag != "equal") for tag, _, _, a, b in blocks if a < b]
