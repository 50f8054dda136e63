"""Word documents: paragraphs with their automatic numbers, headings, lists, tables and text boxes.

Read with the standard library (docs/adr/0012-documents-in.md): the numbers that Word shows before a paragraph are
not in its text, and no library counts them.
"""

from collections.abc import Iterator
from itertools import count

from knowledge.importers.grid import Cell, CellLine, Spread, mended, rows_of
from knowledge.importers.package import Element, Package, inside, parsed
from knowledge.importers.pieces import Piece, Shape, cut_bullets
from knowledge.importers.report import ImportFailed, Place
from knowledge.importers.table import pieces_of
from knowledge.importers.word_styles import Styles, child, value

_BLOCKS = frozenset(("p", "tbl"))
_GONE = frozenset(("del", "moveFrom", "Fallback"))
_PARAGRAPH = frozenset(("p",))
_BOX = frozenset(("txbxContent",))
_TEXT = frozenset(("t", "tab", "br", "cr", "noBreakHyphen"))
_SILENT = _GONE | _BOX | {"pPr", "rPr"}
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TWIPS = 100
"""Twentieths of a point. Indents that differ by less are meant to be the same."""
_MAX_ACROSS = 100
_BOLD = 6


def pieces(package: Package) -> Iterator[Piece]:
    """Read a document. Errors: `ImportFailed` (`damaged`, `too_deep`)."""
    main = _main_part(package)
    folder = main.rpartition("/")[0]
    styles = Styles(package.tree(f"{folder}/styles.xml"), package.tree(f"{folder}/numbering.xml"))
    paragraphs, tables = count(1), count(1)
    for block in _blocks(package.read(main)):
        if block.tag == "tbl":
            yield from pieces_of(rows_of(_grid(block, styles, next(tables))))
        else:
            yield from _outside(block, styles, Place(paragraph=next(paragraphs)))


def _main_part(package: Package) -> str:
    for relation in package.tree("_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    if "word/document.xml" in package.names:
        return "word/document.xml"
    raise ImportFailed("damaged")


def _blocks(part: bytes) -> Iterator[Element]:
    """Yield the outermost paragraphs and tables, those in text boxes after them; each is forgotten when it was read."""
    for element, above in parsed(part):
        if element.tag in _BLOCKS and not any(one.tag in _BLOCKS or one.tag in _GONE for one in above):
            yield element
            if element.tag == "p":
                for box in inside(element, _BOX, _GONE):
                    yield from inside(box, _BLOCKS, _GONE)
            above[-1].clear()


def _outside(paragraph: Element, styles: Styles, place: Place) -> Iterator[Piece]:
    said = styles.of(paragraph)
    if said.contents:
        return
    number, bullet = styles.number(said)
    heading = said.heading
    if heading is None and not number and not bullet and _is_bold(paragraph):
        heading = _BOLD
    for part in _lines(paragraph, number, bullet):
        if heading is not None:
            yield Piece(part.text, place, (heading,), Shape.HEADING)
        else:
            shape = Shape.ITEM if part.bullet or number else Shape.INDENTED if said.indent >= _TWIPS else Shape.FLAT
            yield Piece(part.text, place, (7, said.indent // _TWIPS, int(part.bullet)), shape)


def _lines(paragraph: Element, number: str, bullet: bool, depth: int = 0) -> Iterator[CellLine]:
    for raw in _text(paragraph).split("\n"):
        for text, marked in cut_bullets(f"{number} {raw}" if number and raw.strip() else raw):
            yield CellLine(text, depth, marked or bullet)
            number, bullet = "", False


def _text(paragraph: Element) -> str:
    return "".join(_SIGNS.get(node.tag, node.text or "") for node in inside(paragraph, _TEXT, _SILENT))


def _is_bold(paragraph: Element) -> bool:
    runs = [
        run
        for run in inside(paragraph, frozenset(("r",)), _SILENT)
        if any((t.text or "").strip() for t in run.iter("t"))
    ]
    return bool(runs) and all(_is_on(child(child(run, "rPr"), "b")) for run in runs)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and value(switch) not in ("0", "false", "off")


def _grid(table: Element, styles: Styles, number: int) -> Iterator[tuple[Place, list[Spread]]]:
    for n, row in enumerate(inside(table, frozenset(("tr",)), _GONE), 1):
        about = child(row, "trPr")
        if child(about, "del") is not None:
            continue
        before = _count(child(about, "gridBefore"), 0)
        spreads = [Spread(())] * before
        for cell in inside(row, frozenset(("tc",)), _GONE):
            said = child(cell, "tcPr")
            merge = child(said, "vMerge")
            goes_on = merge is not None and value(merge) != "restart"
            spreads.append(Spread(_cell(cell, styles), _count(child(said, "gridSpan"), 1), 0 if goes_on else 1))
        yield Place(table=number, row=n), spreads


def _cell(cell: Element, styles: Styles) -> Cell:
    """Read the paragraphs of a cell; those of a table inside it stand one level deeper."""
    lines: list[CellLine] = []
    for block in inside(cell, _BLOCKS, _GONE):
        inner = block.tag == "tbl"
        for paragraph in inside(block, _PARAGRAPH, _GONE) if inner else (block,):
            said = styles.of(paragraph)
            number, bullet = styles.number(said)
            lines += _lines(paragraph, number, bullet, said.level + inner)
    return mended(lines)


def _count(element: Element | None, default: int) -> int:
    said = value(element) if element is not None else ""
    return min(int(said), _MAX_ACROSS) if said.isdecimal() and len(said) < 5 else default
