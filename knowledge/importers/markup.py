"""HTML markup, of a page or of a fragment inside a plain cell, as blocks of text."""
# ruff: noqa: SIM905 - tag names read better as one line of words than as a list of strings

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.importers.grid import Cell, CellLine, mended
from knowledge.importers.pieces import cut_bullets
from knowledge.importers.report import ImportFailed

MAX_DEPTH = 500
"""Tags. The parser's time grows with the square of the depth: 200,000 nested tags took it 90 s."""
MAX_TAGS = 400_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NO_NESTING = frozenset(
    "area base body br col dd dt embed head hr html img input li link meta option p source tbody td tfoot th thead tr"
    " track wbr".split()
)
_SILENT = frozenset("button head nav noscript script select style svg template".split())
_DEEPER = frozenset("dd dl menu ol ul".split())
_BOLD = frozenset("b strong".split())
_BOLD_HEADING = 6
_ITEMS = frozenset("dd dt li".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main menu ol p pre section summary table tbody td tfoot th thead tr ul".split()
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text. `heading` is 1–6 or 0, `depth` counts the lists around; a table comes whole, unread."""

    text: str = ""
    heading: int = 0
    depth: int = 0
    item: bool = False
    table: LexborNode | None = None


def parse(source: str) -> LexborNode:
    """Give the body of a page or a fragment. Errors: `ImportFailed` (`too_deep`, `too_long`)."""
    depth = 0
    for n, tag in enumerate(_TAG.finditer(source)):
        if n == MAX_TAGS:
            raise ImportFailed("too_long", limit=MAX_TAGS)
        if tag[2].lower() not in _NO_NESTING:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
            if depth > MAX_DEPTH:
                raise ImportFailed("too_deep", limit=MAX_DEPTH)
    body = LexborHTMLParser(source).body
    if body is None:
        raise ImportFailed("no_goals")
    return body


def blocks_of(root: LexborNode, *, whole_tables: bool) -> Iterator[Block]:
    """Read the text under a node, block by block; a `<br>` is a line break inside one."""
    text: list[str] = []
    heading = depth = bold = 0
    item = thin = False
    for node, entering in _walk(root, whole_tables=whole_tables):
        tag = node.tag or ""
        if tag == "-text":
            said = " ".join((node.text_content or "").splitlines()) if entering else ""
            thin = thin or (not bold and any(letter.isalnum() for letter in said))
            text.append(said)
        elif tag == "br":
            text.append("\n" if entering else "")
        elif tag in _BOLD:
            bold += 1 if entering else -1
        elif tag in _BLOCKS:
            if joined := "".join(text).strip():
                yield Block(joined, heading or (0 if thin or item else _BOLD_HEADING), depth, item)
                item = False
            text.clear()
            thin = False
            step = 1 if entering else -1
            depth += step if tag in _DEEPER else 0
            item = entering if tag in _ITEMS else item
            heading = int(tag[1]) * entering if tag in _HEADINGS else heading
            if tag == "table" and entering and whole_tables:
                yield Block(table=node)
    if joined := "".join(text).strip():
        yield Block(joined, heading or (0 if thin or item else _BOLD_HEADING), depth, item)


def lines_of(block: Block) -> Iterator[CellLine]:
    """Cut a block at its line breaks and bullets."""
    item = block.item
    for raw in block.text.split("\n"):
        for text, bullet in cut_bullets(raw):
            yield CellLine(text, block.depth, bullet or item)
            item = False


def cell_lines(node: LexborNode) -> Cell:
    """Read one cell, whatever is inside."""
    return mended(line for block in blocks_of(node, whole_tables=False) for line in lines_of(block))


def children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _walk(root: LexborNode, *, whole_tables: bool) -> Iterator[tuple[LexborNode, bool]]:
    """Give every node under `root` twice, entering and leaving, without recursion."""
    node, depth = root.child, 1
    while node is not None:
        yield node, True
        closed = node.tag in _SILENT or (whole_tables and node.tag == "table")
        if node.child is not None and not closed:
            node, depth = node.child, depth + 1
            continue
        yield node, False
        while node.next is None:
            depth -= 1
            parent = node.parent
            if depth == 0 or parent is None:
                return
            node = parent
            yield node, False
        node = node.next
