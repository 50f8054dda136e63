"""Which printed lines are one paragraph or one cell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.importers.labels import read_label
from knowledge.importers.lines import SENTENCES
from knowledge.importers.pdf_lines import SOFT_HYPHEN, Printed
from knowledge.importers.pieces import cut_bullets
from knowledge.importers.wrapping import UNFINISHED

_STEP = 6
"""Points. Lines that begin within such a step begin at the same place."""
BESIDE = 45
"""Points. Lines that begin farther apart stand in different columns; first lines and hanging ones differ by less."""
_LOOSE = 1.2
"""Of the usual distance between two lines: above it a new paragraph or cell begins."""
_HYPHENATED = 0.04
"""Of all lines. Above it a program breaks words at the end of lines, below it the hyphens belong to the words: pdfium
does not tell the one from the other.
"""
_N_HYPHENS = 4
_SPACED = 0.8
"""Of the breaks that are sure. Above it a greater distance is the sign of a new paragraph."""
_N_BREAKS = 3


def joined(pages: list[list[Printed]], lines: Sequence[Printed]) -> Iterator[Printed]:
    """Join the lines of a paragraph or a cell."""
    shown = set(map(id, lines))
    spacing = _Spacing(pages)
    hyphens = sum(SOFT_HYPHEN in line.text for line in lines)
    hyphen = "" if hyphens > max(_HYPHENATED * len(lines), _N_HYPHENS) else "-"
    last: Printed | None = None
    for page in pages:
        for above, line in pairwise([None, *page]):
            if line is None or id(line) not in shown:
                continue
            if last is not None and (
                _goes_over(last, line) if above is None else spacing.goes_on(last, above, line, page)
            ):
                left = min(last.left, line.left) if last.page == line.page else last.left
                last = replace(last, text=_glued(last.text, line.text), left=left)
            else:
                if last is not None:
                    yield replace(last, text=last.text.replace(SOFT_HYPHEN, hyphen))
                last = line
    if last is not None:
        yield replace(last, text=last.text.replace(SOFT_HYPHEN, hyphen))


def _glued(above: str, below: str) -> str:
    inside = above.endswith(SOFT_HYPHEN) or (above.endswith("-") and below[0].islower())
    return f"{above}{'' if inside else ' '}{below}"


def _goes_over(last: Printed, line: Printed) -> bool:
    """Say whether a page begins inside a sentence."""
    return line.text[0].islower() and not last.text.endswith((".", ";", ":")) and _is_bare(line)


class _Spacing:
    """How a document sets its lines: `usual` is the distance within a paragraph, in heights of a line.

    `tells` says whether paragraphs stand farther from each other than that, so that nearness alone joins two lines.
    """

    def __init__(self, pages: list[list[Printed]]) -> None:
        pairs = [
            (above, line, page)
            for page in pages
            for above, line in pairwise(page)
            if abs(above.left - line.left) < _STEP
        ]
        within = Counter(round(_distance(above, line), 1) for above, line, _ in pairs if line.text[0].islower())
        self._usual = within.most_common(1)[0][0] if within else 1.0
        breaks = [
            _distance(above, line) > self._usual * _LOOSE
            for above, line, page in pairs
            if not line.text[0].islower() and not (_is_bare(line) and _is_full(above, line, page))
        ]
        self._tells = len(breaks) >= _N_BREAKS and sum(breaks) > _SPACED * len(breaks)

    def goes_on(self, last: Printed, above: Printed, line: Printed, page: Sequence[Printed]) -> bool:
        """Say whether a line goes on the one above, which is the end of the paragraph `last`."""
        near = 0 < _distance(above, line) <= self._usual * _LOOSE and abs(above.left - line.left) < BESIDE
        alike = round(above.height) == round(line.height) and above.bold == line.bold
        if not near or not alike or not _is_bare(line):
            return False
        label, wording = read_label(last.text)
        if self._tells or line.text[0].islower() or line.text[0] in "(–" or (wording.isupper() and line.text.isupper()):
            return True
        begun = label is not None or UNFINISHED.search(last.text) or SENTENCES.search(last.text)
        return bool(begun) and _is_full(above, line, page)


def _distance(above: Printed, line: Printed) -> float:
    return (above.base - line.base) / line.height


def _is_bare(line: Printed) -> bool:
    return read_label(line.text)[0] is None and not any(bullet for _, bullet in cut_bullets(line.text))


def _is_full(above: Printed, line: Printed, page: Sequence[Printed]) -> bool:
    """Say whether the first word of a line had no room above, in its column of the page."""
    beside = [
        other.left
        for other in page
        if other.left > above.left + BESIDE
        and other.left >= above.right
        and abs(other.base - above.base) < 3 * above.height
    ]
    edge = max(
        other.right
        for other in page
        if abs(other.left - above.left) < BESIDE and (not beside or other.right <= min(beside))
    )
    return above.right < edge + 1 and above.right + line.first_word > edge
