"""A manuscript: what was read from a file, with every correction made to it by hand, until it is published."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.importers.report import ImportReport, Oddity, Place, PlaceKind, ReadEntry, ReadWarning
from knowledge.model import Community, Document, DocumentKind, Entry, Level, Source

WIDTH = {level: n for n, level in enumerate(Level)}
_LAST_NUMBER = re.compile(r"\d+$")
MOST_MISSING = 50
"""A number that is farther from the one before it is a year or the like, and no gap."""


@dataclass(frozen=True, slots=True)
class About:
    """What a document is, as staff say.

    Shapes: `id` and `community` are 1-32 of `a-z0-9-`; `name` is how a community is called that is not known yet.
    """

    id: str
    community: str
    title: str
    kind: DocumentKind = DocumentKind.STRATEGY
    name: str = ""
    publisher: str = ""
    published_on: date | None = None
    url: str = ""

    def document(self, community: Community, known: Document | None = None) -> Document:
        """Describe the document; what people call one that is known stays."""
        source = Source(self.publisher or community.name, self.published_on, self.url or None)
        official = self.kind is DocumentKind.STRATEGY
        aliases = known.aliases if known else ()
        return Document(self.id, community.id, self.kind, self.title, source, official, aliases)


def about(document: Document) -> About:
    """Say of a document that is known what staff would say of it."""
    source = document.source
    return About(
        document.id,
        document.community,
        document.title,
        document.kind,
        publisher=source.publisher,
        published_on=source.published_on,
        url=source.url or "",
    )


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A tree of goals that always holds together: codes are unique, every parent stands before its children.

    Shapes: `noticed` are the warnings of the reader that nobody settled, by their number in its report; `known_gaps`
    the numbers that were missing when it was read.
    """

    about: About
    entries: tuple[ReadEntry, ...]
    noticed: Mapping[int, ReadWarning] = field(default_factory=dict)
    known_gaps: frozenset[str] = frozenset()

    @classmethod
    def begin(cls, about: About, report: ImportReport) -> "Manuscript":
        """Take over what was read."""
        named = {warning.text for warning in report.warnings if warning.oddity is Oddity.GAP}
        counted = {gap.text for gap in _gaps(report.entries)}
        return cls(about, report.entries, dict(enumerate(report.warnings)), frozenset(named | counted))

    def find(self, code: str) -> ReadEntry | None:
        return next((entry for entry in self.entries if entry.code == code), None)

    def below(self, code: str) -> set[str]:
        """The codes of everything under a goal, without its own."""
        found = {code}
        for entry in self.entries:
            if entry.parent in found:
                found.add(entry.code)
        return found - {code}

    def above(self, place: Place) -> ReadEntry | None:
        """The last goal that stands before a place of the file, as far as the two can be compared."""
        [found] = self.above_all([place])
        return found

    def above_all(self, places: Iterable[Place]) -> list[ReadEntry | None]:
        """The same of many places."""
        known: dict[PlaceKind, list[ReadEntry]] = {}
        for entry in sorted(self.entries, key=_order):
            known.setdefault(entry.place.kind, []).append(entry)
        found: list[ReadEntry | None] = []
        for place in places:
            beside = known.get(place.kind, [])
            n_before = bisect_right(beside, place.order, key=_order)
            found.append(beside[n_before - 1] if n_before else None)
        return found

    def content(self) -> list[Entry]:
        """The entries of the edition that this would be."""
        return [Entry(self.about.id, entry.code, entry.level, entry.text, entry.parent) for entry in self.entries]

    def warnings(self) -> list[tuple[int | None, ReadWarning]]:
        """Check it anew: what the reader noticed and nobody settled, with its number, then what corrections brought."""
        codes = {entry.code for entry in self.entries}
        read: list[tuple[int | None, ReadWarning]] = [
            (number, one)
            for number, one in self.noticed.items()
            if one.oddity is not Oddity.GAP or one.text not in codes
        ]
        new = [gap for gap in _gaps(self.entries) if gap.text not in self.known_gaps]
        return [*read, *((None, one) for one in (*new, *_too_wide(self.entries)))]


def _order(entry: ReadEntry) -> tuple[str, int, int, int, int, int]:
    return entry.place.order


def counts(entries: Iterable[ReadEntry | Entry]) -> dict[Level, int]:
    """How many goals there are of each level, the widest first."""
    found = [entry.level for entry in entries]
    return {level: found.count(level) for level in Level if level in found}


def _gaps(entries: Sequence[ReadEntry]) -> Iterator[ReadWarning]:
    """Name the numbers that are missing among the goals under one, at the goal after the gap."""
    families: dict[str | None, dict[int, ReadEntry]] = {}
    for entry in entries:
        if number := _LAST_NUMBER.search(entry.code):
            families.setdefault(entry.parent, {}).setdefault(int(number.group()[:9]), entry)
    for family in families.values():
        before = 0
        for number_, entry in sorted(family.items()):
            if number_ - before <= MOST_MISSING:
                for missing in range(before + 1, number_):
                    yield ReadWarning(Oddity.GAP, entry.place, _LAST_NUMBER.sub(str(missing), entry.code))
            before = number_


def _too_wide(entries: Sequence[ReadEntry]) -> Iterator[ReadWarning]:
    """Name the goals that are wider than the one above them."""
    levels = {entry.code: entry.level for entry in entries}
    for entry in entries:
        if entry.parent is not None and WIDTH[entry.level] < WIDTH[levels[entry.parent]]:
            yield ReadWarning(Oddity.LEVEL, entry.place, entry.code)
