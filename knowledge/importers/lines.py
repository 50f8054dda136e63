"""Pieces become lines: broken ones joined, run-on ones cut, labels read off, prose set aside."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from knowledge.importers.labels import Label, is_caption, is_contents, read_bare, read_label, split_inline
from knowledge.importers.pieces import Piece, Shape
from knowledge.importers.report import Oddity, ReadWarning

LONG_GOAL = 400
"""Letters. The longest goal without a label among 57 hromadas has 296; a paragraph of explanation begins about here."""
_SHORT_GOAL = 200
SENTENCES = re.compile(r"[.!?]\s+[А-ЯІЇЄҐA-Z]")
_STRAY = re.compile(r"^[.,;:)\s]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One goal as written: its piece, its label if it has one, and its wording without the label."""

    piece: Piece
    label: Label | None
    text: str

    @property
    def style(self) -> tuple[object, ...]:
        """What this line has in common with its brothers; a bare "1." says little without its place."""
        if self.label is None:
            return self.piece.nest
        bare = self.label.depth == 1 and not self.label.word
        return (*self.label.style, *self.piece.nest) if bare else self.label.style

    @property
    def flat(self) -> bool:
        """Say whether nothing tells this line from prose: an indent does not when it has several sentences."""
        indented = self.piece.shape is Shape.INDENTED and SENTENCES.search(self.text) is not None
        return self.label is None and (indented or self.piece.shape is Shape.FLAT)


def lines_of(pieces: Iterable[Piece]) -> tuple[list[Line], list[ReadWarning]]:
    """Give the lines that may be goals, in order, and a warning for each that is not."""
    lines = _counted(list(_labelled(_joined(pieces))))
    kept: list[Line] = []
    aside: list[Line] = []
    labels = [n for n, line in enumerate(lines) if line.label is not None]
    before: Line | None = None
    n = 0
    for flat, run in groupby(lines, key=lambda line: line.flat):
        group = list(run)
        n += len(group)
        if not flat:
            before = next((line for line in reversed(group) if line.label is not None), before)
            kept += group
            continue
        after = next((lines[i] for i in labels if i >= n), None) if labels and labels[-1] >= n else None
        (aside if labels and _is_prose(group, before, after) else kept).extend(group)
    return kept, [ReadWarning(Oddity.LEFT_OVER, line.piece.place, line.text) for line in aside]


def _counted(lines: list[Line]) -> list[Line]:
    """Give the goals that are numbered without a point their labels."""
    for n, (line, below) in enumerate(pairwise(lines)):
        if line.label is None and (bare := read_bare(line.text, below.piece.text)) is not None:
            lines[n] = Line(line.piece, *bare)
    return lines


def _is_prose(run: list[Line], before: Line | None, after: Line | None) -> bool:
    """Decide about lines that stand between two labels and have none."""
    if before is None or before.label is None or before.piece.shape is Shape.CELL:
        return True
    if after is not None and after.label is not None and _deeper(after.label, before.label):
        return True
    if before.label.rank == 0 or before.label.depth == 1:
        return any(len(line.text) > LONG_GOAL for line in run)
    return any(len(line.text) > _SHORT_GOAL or SENTENCES.search(line.text) for line in run)


def _deeper(label: Label, other: Label) -> bool:
    if label.rank is not None and other.rank is not None:
        return label.rank > other.rank
    return label.depth > other.depth


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join what a line break tore apart, and drop what has no words: page numbers, rules, captions."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and _continues(last, piece):
            glue = "" if last.text.endswith("-") else " "
            last = replace(last, text=f"{last.text}{glue}{piece.text}")
        elif _is_noise(piece):
            if last is not None and last.shape is Shape.FLAT and is_caption(piece.text):
                last = replace(last, shape=Shape.ITEM)  # what stands above a caption owns what stands below it
        else:
            if last is not None:
                yield last
            last = piece
    if last is not None:
        yield last


def _continues(last: Piece, piece: Piece) -> bool:
    label, wording = read_label(last.text)
    if label is not None and not wording:
        other, rest = read_label(piece.text)
        return bool(rest) and (other is None or not label.key or other.key[-1:] == label.key[-1:])
    return piece.torn


def _is_noise(piece: Piece) -> bool:
    label, wording = read_label(piece.text)
    if is_contents(piece.text) or (label is None and not any(letter.isalpha() for letter in piece.text)):
        return True
    if is_caption(piece.text) and not (label is not None and (label.key or not wording)):
        return True
    captioned = label is not None and not label.key and not wording
    return captioned and (piece.text.endswith(":") or not piece.text.casefold().endswith("ь"))


def _labelled(pieces: Iterable[Piece]) -> Iterator[Line]:
    lettered = False
    for piece in pieces:
        for part in split_inline(piece.text):
            label, text = read_label(part)
            if label is not None and label.doubtful:
                lettered = lettered or label.key == ("А",)
                if not lettered:
                    label, text = None, part
            text = _STRAY.sub("", text) or part
            yield Line(replace(piece, text=part), label, text)
