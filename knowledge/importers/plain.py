"""Plain text: typed, pasted, or a table saved with TABs; a cell may still carry HTML."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from knowledge.importers.grid import Cell, CellLine, Row
from knowledge.importers.labels import is_caption, read_label
from knowledge.importers.markup import cell_lines, parse
from knowledge.importers.pieces import Piece, Shape, cut_bullets
from knowledge.importers.report import ImportFailed, Place
from knowledge.importers.table import pieces_of
from knowledge.importers.wrapping import torn

_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|&(?:#\d+|\w{2,8});")
_HEADING = re.compile(r"(#{1,6})\s+")
_EMPHASIS = re.compile(r"\*\*|__")
_RULE = re.compile(r"[-|:\s]+")
MAX_LINES = 100_000
_TAB = 4
_MAX_INDENT = 80
_GOAL = 400
"""Letters. Above this a line of a text without any marks is a paragraph, not a goal."""


def pieces(source: str) -> Iterator[Piece]:
    """Read a text. Errors: `ImportFailed` (`too_long`; `too_deep` for the HTML in its cells)."""
    lines = source.splitlines()
    if max(len(lines), source.count("\t")) > MAX_LINES:
        raise ImportFailed("too_long", limit=MAX_LINES)
    tabular = any("\t" in line.strip() for line in lines)
    going_on = torn(lines)
    read: list[Row | list[Piece]] = []
    for n, line in enumerate(lines):
        if line.strip():
            below = n > 0 and bool(read) and bool(lines[n - 1].strip()) and _is_ragged(read[-1])
            read.append(_line(line, n + 1, row=tabular and ("\t" in line or below), goes_on=n in going_on))
    for rowed, run in groupby(read, key=lambda item: isinstance(item, Row)):
        if rowed:
            yield from pieces_of(item for item in run if isinstance(item, Row))
        else:
            yield from _by_blocks([piece for item in run if not isinstance(item, Row) for piece in item])


def _is_ragged(above: Row | list[Piece]) -> bool:
    """Say whether the line below may be a row whose empty cells were cut off: the row above has a gap or is a head."""
    if not isinstance(above, Row) or not above.cells:
        return False
    return above.cells[0] == () or all(is_caption(line.text) for cell in above.cells for line in cell or ())


def _line(line: str, n: int, *, row: bool, goes_on: bool) -> Row | list[Piece]:
    if row:
        return Row(Place(n), tuple(_cell(text) for text in line.rstrip().split("\t")))
    if (bare := line.strip()).startswith("|") and bare.endswith("|") and len(bare) > 1:
        cells = () if _RULE.fullmatch(bare) else tuple(_cell(text) for text in bare[1:-1].split("|"))
        return Row(Place(n), cells)
    pieces = list(_outside(line, n))
    return [replace(pieces[0], torn=goes_on), *pieces[1:]] if pieces else []


def _cell(text: str) -> Cell:
    text = _EMPHASIS.sub("", text)
    if _MARKUP.search(text):
        return cell_lines(parse(text))
    return tuple(CellLine(item, 0, bullet) for item, bullet in cut_bullets(text))


def _outside(line: str, n: int) -> Iterator[Piece]:
    text = line.strip()
    if (heading := _HEADING.match(text)) is not None:
        text = text[heading.end() :]
        nest: tuple[int, ...] = (len(heading[1]),)
        yield from (Piece(part.text, Place(n), nest, Shape.HEADING) for part in _cell(text))
        return
    indent = min(len(line.expandtabs(_TAB)) - len(line.expandtabs(_TAB).lstrip()), _MAX_INDENT)
    for part in _cell(text):
        shape = Shape.ITEM if part.bullet else Shape.INDENTED if indent else Shape.FLAT
        yield Piece(part.text, Place(n), (7, indent + part.depth, int(part.bullet)), shape)


def _by_blocks(found: list[Piece]) -> list[Piece]:
    """Read a text without any marks: lines in capitals own the others, else the first line of each block does."""
    blocks: list[list[Piece]] = []
    for piece in found:
        if blocks and piece.place.line == blocks[-1][-1].place.line + 1:
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
    if any(piece.shape is not Shape.FLAT or read_label(piece.text)[0] is not None for piece in found):
        return found
    shouted = [piece for piece in found if piece.text.isupper()]
    if 1 < len(shouted) < len(found):
        return [replace(piece, nest=(1,), shape=Shape.HEADING) if piece.text.isupper() else piece for piece in found]
    families = [block for block in blocks if len(block) > 1]
    if len(families) < max(2, len(blocks) / 2) or any(len(piece.text) > _GOAL for piece in found):
        return found
    owned = {id(piece) for block in blocks for piece in block[1:]}
    return [replace(piece, nest=(7, 1, 0), shape=Shape.INDENTED) if id(piece) in owned else piece for piece in found]
