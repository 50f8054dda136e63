"""PDF files with a text layer: places on the page say which lines belong together and what is above what."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.importers.labels import is_caption, is_contents
from knowledge.importers.pdf_lines import Printed, printed
from knowledge.importers.pdf_paragraphs import BESIDE, joined
from knowledge.importers.pieces import Piece, Shape, cut_bullets
from knowledge.importers.report import Place

_STEP = 6
"""Points. Lines that begin within such a step stand equally deep."""
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
    left = _margins(pages)
    for line in joined(pages, lines):
        place = Place(line=line.number, page=line.page)
        rank = ranks.get(round(line.height), _BOLD if line.bold else None)
        depth = round((line.left - left[line.page]) / _STEP)
        for text, bullet in cut_bullets(line.text):
            if rank is not None and not bullet:
                yield Piece(text, place, (rank,), Shape.HEADING)
            else:
                shape = Shape.ITEM if bullet else Shape.INDENTED if depth else Shape.FLAT
                yield Piece(text, place, (7, depth, int(bullet)), shape)


def _margins(pages: list[list[Printed]]) -> dict[int, float]:
    """Say where the text of each page begins; left and right pages may differ a little."""
    own = {page[0].page: min(line.left for line in page) for page in pages if page}
    first = min(own.values(), default=0.0)
    return {page: left if left - first < BESIDE else first for page, left in own.items()}


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
