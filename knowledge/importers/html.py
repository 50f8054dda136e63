"""HTML pages: headings, lists, paragraphs and tables."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from knowledge.importers.markup import Block, blocks_of, cell_lines, children, lines_of, parse
from knowledge.importers.pieces import Piece, Shape
from knowledge.importers.table import Cell, Row, pieces_of

_MAX_SPAN = 100
_WINDOW = 4096
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype|html|head|body|meta|table|div|h[1-6]|ul|ol|p|section|main|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_html(text: str) -> bool:
    """Tell a page from a plain text that only has some tags in its cells."""
    return _OPENING.match(text) is not None


def pieces(source: str) -> Iterator[Piece]:
    """Read a page. Errors: `ImportFailed("too_deep")`."""
    places = _Places(source)
    for block in blocks_of(parse(source), whole_tables=True):
        if block.table is not None:
            yield from pieces_of(_rows(block.table, places))
        else:
            yield from _of_block(block, places.line_of(block.text))


def _of_block(block: Block, line: int) -> Iterator[Piece]:
    for part in lines_of(block):
        if block.heading:
            yield Piece(part.text, line, (block.heading,), Shape.HEADING)
        else:
            shape = Shape.ITEM if part.bullet else Shape.INDENTED if part.depth else Shape.FLAT
            yield Piece(part.text, line, (7, part.depth, int(part.bullet)), shape)


def _rows(table: LexborNode, places: "_Places") -> list[Row]:
    grid: list[tuple[int, list[Cell | None], int]] = []
    covered: dict[int, int] = {}
    for tr in _parts(table):
        cells: list[Cell | None] = []
        line = span = 0
        for td in children(tr):
            if td.tag not in ("td", "th"):
                continue
            _cover(cells, covered)
            cell = cell_lines(td)
            line = line or (places.line_of(cell[0].text) if cell else 0)
            span = _span(td, "colspan")
            for column in range(len(cells), len(cells) + span):
                covered[column] = _span(td, "rowspan") - 1
            cells += [cell, *([None] * (span - 1))]
        _cover(cells, covered)
        grid.append((line or places.line, cells, span))
    width = max((len(cells) for _, cells, _ in grid), default=0)
    return [Row(line, tuple(cells), wide=1 < width <= span) for line, cells, span in grid]


def _cover(cells: list[Cell | None], covered: dict[int, int]) -> None:
    """Step over the columns that merged cells of rows above still fill."""
    while covered.get(len(cells), 0) > 0:
        covered[len(cells)] -= 1
        cells.append(None)


def _parts(table: LexborNode) -> Iterator[LexborNode]:
    for part in children(table):
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (tr for tr in children(part) if tr.tag == "tr")


def _span(cell: LexborNode, name: str) -> int:
    said = cell.attributes.get(name) or "1"
    return min(max(int(said), 1), _MAX_SPAN) if said.isdecimal() and len(said) < 5 else 1


class _Places:
    """Find the source's line of each block; the parser does not tell.

    A block is looked for after the one before it, in a window that doubles after a miss, so that a page written to
    waste time cannot.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._window = _WINDOW
        self.line = 1

    def line_of(self, text: str) -> int:
        word = text.split("\n", 1)[0].split("&", 1)[0].strip()[:40]
        words = re.split(r"\s|[<>]", word, maxsplit=1)[0] if word else ""
        found = self._source.find(words, self._at, self._at + self._window) if words else -1
        if found < 0:
            self._window *= 2
            return self.line
        self._window = _WINDOW
        self.line += self._source.count("\n", self._at, found)
        self._at = found
        return self.line
