"""PDF files with a text layer: places on the page say which lines belong together and what is above what."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from knowledge.importers.labels import is_caption, is_contents, read_label
from knowledge.importers.pdf_lines import SOFT_HYPHEN, Printed, printed
from knowledge.importers.pieces import Piece, Shape, cut_bullets
from knowledge.importers.report import Place

_STEP = 6
"""Points. Lines that begin within such a step stand equally deep."""
_BESIDE = 45
"""Points. Lines that begin farther apart stand in different columns; first lines and hanging ones differ by less."""
_LOOSE = 1.2
"""Of the usual distance between two lines: above it a new paragraph or cell begins."""
_LARGE = 1.15
"""Of the usual size: above it a line is a heading."""
_RANKS = 5
_BOLD = 6
_N_RUNNING = 3


def pieces(data: bytes) -> Iterator[Piece]:
    """Read a document.

    Errors: `ImportFailed` (`damaged`, `locked`, `scanned`, `too_long`, `unpacks_too_big`).
    """
    pages = [_without_heads(page) for page in _without_running_heads(printed(data))]
    lines = [line for page in pages for line in page if not is_contents(line.text)]
    ranks = _ranks(lines)
    left = {page[0].page: min(line.left for line in page) for page in pages if page}
    for line in _joined(pages, lines):
        place = Place(line=line.number, page=line.page)
        rank = ranks.get(round(line.height), _BOLD if line.bold else None)
        depth = round((line.left - left[line.page]) / _STEP)
        for text, bullet in cut_bullets(line.text):
            if rank is not None and not bullet:
                yield Piece(text, place, (rank,), Shape.HEADING)
            else:
                shape = Shape.ITEM if bullet else Shape.INDENTED if depth else Shape.FLAT
                yield Piece(text, place, (7, depth, int(bullet)), shape)


def _without_running_heads(pages: list[list[Printed]]) -> list[list[Printed]]:
    """Drop what stands at the top or the bottom of most pages, whatever its number."""
    edges = Counter(words for page in pages for words in {_words(line) for line in (*page[:1], *page[-1:])})
    running = {words for words, n in edges.items() if n >= max(_N_RUNNING, len(pages) / 2)}
    return [
        [line for n, line in enumerate(page) if n not in (0, len(page) - 1) or _words(line) not in running]
        for page in pages
    ]


def _without_heads(page: list[Printed]) -> list[Printed]:
    """Drop the head of a table: captions side by side."""
    heads = {
        number
        for number, row in groupby(page, key=lambda line: line.number)
        if len(cells := list(row)) > 1 and all(is_caption(cell.text) for cell in cells)
    }
    return [line for line in page if line.number not in heads]


def _words(line: Printed) -> str:
    return re.sub(r"\d+", "", line.text).strip()


def _ranks(lines: Sequence[Printed]) -> dict[int, int]:
    """Give the rank of each size of letters that is larger than the usual one, largest first."""
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.height)] += len(line.text)
    if not sizes:
        return {}
    usual = max(sizes, key=lambda size: sizes[size])
    large = sorted((size for size in sizes if size > usual * _LARGE), reverse=True)
    return {size: min(n, _RANKS) for n, size in enumerate(large, 1)}


def _joined(pages: list[list[Printed]], lines: Sequence[Printed]) -> Iterator[Printed]:
    """Join the lines of a paragraph or a cell."""
    shown = set(map(id, lines))
    usual = _usual_distance(lines)
    last: Printed | None = None
    for page in pages:
        for above, line in pairwise([None, *page]):
            if line is None or id(line) not in shown:
                continue
            if last is not None and (_goes_over(last, line) if above is None else _goes_on(above, line, page, usual)):
                left = min(last.left, line.left) if last.page == line.page else last.left
                last = replace(last, text=_glued(last.text, line.text), left=left)
            else:
                if last is not None:
                    yield last
                last = line
    if last is not None:
        yield last


def _glued(above: str, below: str) -> str:
    """Join two lines; a hyphen that only the line break needed goes."""
    if above.endswith(SOFT_HYPHEN):
        return above[:-1] + below
    return f"{above}{'' if above.endswith('-') and below[0].islower() else ' '}{below}"


def _usual_distance(lines: Sequence[Printed]) -> float:
    """How far below one line of a paragraph the next stands, in heights of a line."""
    distances = Counter(
        round((above.base - line.base) / line.height, 1)
        for above, line in pairwise(lines)
        if above.page == line.page and abs(above.left - line.left) < _STEP and line.text[0].islower()
    )
    return distances.most_common(1)[0][0] if distances else 1.0


def _goes_over(last: Printed, line: Printed) -> bool:
    """Say whether a page begins inside a sentence."""
    return line.text[0].islower() and not last.text.endswith((".", ";", ":")) and _is_bare(line)


def _goes_on(above: Printed, line: Printed, page: Sequence[Printed], usual: float) -> bool:
    distance = (above.base - line.base) / line.height
    near = 0 < distance <= usual * _LOOSE and abs(above.left - line.left) < _BESIDE
    alike = round(above.height) == round(line.height) and above.bold == line.bold
    if not near or not alike or not _is_bare(line):
        return False
    shouted = read_label(above.text)[1].isupper() and line.text.isupper()
    return line.text[0].islower() or line.text[0] in "(–" or shouted or _is_full(above, line, page)


def _is_bare(line: Printed) -> bool:
    return read_label(line.text)[0] is None and not any(bullet for _, bullet in cut_bullets(line.text))


def _is_full(above: Printed, line: Printed, page: Sequence[Printed]) -> bool:
    """Say whether the first word of a line had no room above, in its column of the page."""
    beside = [
        other.left
        for other in page
        if other.left > above.left + _BESIDE
        and other.left >= above.right
        and abs(other.base - above.base) < 3 * above.height
    ]
    edge = max(
        other.right
        for other in page
        if abs(other.left - above.left) < _BESIDE and (not beside or other.right <= min(beside))
    )
    return above.right < edge + 1 and above.right + line.first_word > edge
