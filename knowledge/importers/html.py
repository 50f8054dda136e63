"""HTML pages: headings, lists, paragraphs and tables."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from knowledge.importers.grid import Spread, rows_of
from knowledge.importers.markup import Block, blocks_of, cell_lines, children, lines_of, parse
from knowledge.importers.pieces import Piece, Shape
from knowledge.importers.report import Place
from knowledge.importers.table import pieces_of

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
            yield from pieces_of(rows_of(_grid(block.table, places)))
        else:
            yield from _of_block(block, Place(places.line_of(block.text)))


def _of_block(block: Block, place: Place) -> Iterator[Piece]:
    for part in lines_of(block):
        if block.heading:
            yield Piece(part.text, place, (block.heading,), Shape.HEADING)
        else:
            shape = Shape.ITEM if part.bullet else Shape.INDENTED if part.depth else Shape.FLAT
            yield Piece(part.text, place, (7, part.depth, int(part.bullet)), shape)


def _grid(table: LexborNode, places: "_Places") -> Iterator[tuple[Place, list[Spread]]]:
    for tr in _parts(table):
        spreads: list[Spread] = []
        line = 0
        for td in children(tr):
            if td.tag in ("td", "th"):
                cell = cell_lines(td)
                line = line or (places.line_of(cell[0].text) if cell else 0)
                spreads.append(Spread(cell, _span(td, "colspan"), _span(td, "rowspan")))
        yield Place(line or places.line), spreads


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
