"""Tables of goals: columns and their heads, repeated cells, goals side by side."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from knowledge.importers.grid import Cell, Row
from knowledge.importers.labels import Label, is_caption, read_label
from knowledge.importers.listing import pieces_of_listing
from knowledge.importers.pieces import Piece, Shape
from knowledge.importers.report import Oddity, Place

_ASIDE = re.compile(
    r"індикатор|показник|термін|строк|відповідальн|виконав|джерел|бюджет|фінанс|вартість|сума|тис\.|партнер|приміт|результат"
    r"|^рік\b|^роки\b|^20\d\d",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d{1,3}\s?[.)]?")
_CODE = re.compile(r"(?:\d{1,2}|[IVXІХ]{1,5}|[A-ZА-ЯІЇЄҐ])(?:\.?\d{1,2}(?:\.\d{1,2})*)?\.?")
_FIRST = frozenset("IІAА")
_RANKS = (
    (0, re.compile(r"стратегічн|strategic", re.IGNORECASE)),
    (1, re.compile(r"оперативн|операційн|operational", re.IGNORECASE)),
)
_TASKS = re.compile(r"завдан|task", re.IGNORECASE)


def pieces_of(rows: Iterable[Row]) -> Iterator[Piece]:
    """Read a table row by row; goals that stand side by side are read column by column."""
    titles, body = _without_titles(list(rows))
    yield from titles
    if (listing := pieces_of_listing(body)) is not None:
        yield from listing
        return
    codes = _code_columns(body)
    heads: dict[int, int | None] = {}
    above: dict[int, Cell] = {}
    abreast: list[Row] = []
    for row in body:
        if (found := _heads(row)) is not None:
            heads, above = found, {}
        elif not any(heads.values()) and _is_abreast(row):
            yield from _by_column(abreast)
            abreast = [row]
        elif abreast and not _is_whole(row):
            abreast.append(row)
        else:
            yield from _by_column(abreast)
            abreast = []
            yield from _row(_with_points(row, codes), heads, above)
    yield from _by_column(abreast)


def _without_titles(rows: list[Row]) -> tuple[list[Piece], list[Row]]:
    """Part titles and notes at the top of a table from its rows.

    What stands alone above the only head is one. Without a head, what stands alone at the top is one if nothing else
    stands so: else it is a goal above its goals, as is what fills the whole row.
    """
    heads = [n for n, row in enumerate(rows) if _heads(row) is not None]
    n_alone = next((n for n, row in enumerate(rows) if not _is_alone(row)), 0)
    end = heads[0] if len(heads) == 1 else n_alone
    above, below = rows[:end], rows[end:]
    if not all(map(_is_alone, above)):
        return [], rows
    if not heads and (any(row.wide for row in above) or any(map(_is_alone, below)) or not _has_words(below[:1])):
        return [], rows
    titles = [
        Piece(line.text, row.place.at(column))
        for row in above
        for column, cell in enumerate(row.cells)
        for line in cell or ()
    ]
    return titles, below


def _has_words(rows: list[Row]) -> bool:
    """Say whether the first cell of a row has more than a number."""
    first = next((cell for row in rows for cell in row.cells if cell), ())
    return any(letter.isalpha() for line in first for letter in line.text)


def _is_alone(row: Row) -> bool:
    """Say whether a row has a single cell of words without a label, or none at all."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) < 2 and not any(read_label(line.text)[0] for cell in filled for line in cell)


def _code_columns(rows: list[Row]) -> set[int]:
    """Find the columns of codes: numbers and letters alone, some of several parts ("1.1"), or from "I" or "А" on."""
    texts: dict[int, list[str]] = {}
    for row in rows:
        for column, cell in enumerate(row.cells):
            if cell and _heads(row) is None:
                texts.setdefault(column, []).append(" ".join(line.text for line in cell))
    return {
        column
        for column, found in texts.items()
        if all(map(_CODE.fullmatch, found)) and (found[0] in _FIRST or any("." in text.rstrip(".") for text in found))
    }


def _with_points(row: Row, codes: set[int]) -> Row:
    """Write "1." for "1" in the columns of codes, so that it reads as a label."""
    cells = tuple(
        (replace(cell[0], text=f"{cell[0].text.rstrip('.')}."),) if cell and n in codes else cell
        for n, cell in enumerate(row.cells)
    )
    return replace(row, cells=cells)


def _row(row: Row, heads: dict[int, int | None], above: dict[int, Cell]) -> Iterator[Piece]:
    same = True
    begun = False
    for column, cell in enumerate(row.cells):
        if not cell or (column in heads and heads[column] == -1) or _only_counts(row, column):
            continue
        more = any(row.cells[column + 1 :])
        same = same and more and above.get(column) == cell
        if not same:
            orphan = not begun and column > 0 and row.cells[0] == () and cell[0].bullet
            odd = Oddity.ORPHAN if orphan else Oddity.MERGED if column in row.merged else None
            depth, rank = (-1, None) if row.wide else (column, heads.get(column))
            yield from _cell(cell, row.place.at(column), depth, rank, odd)
        above[column] = cell
        begun = True


def _only_counts(row: Row, column: int) -> bool:
    """Say whether a cell has only the number of a row, beside a goal that has a label of its own."""
    after = next(filter(None, row.cells[column + 1 :]), None)
    counts = _COUNT.fullmatch(" ".join(line.text for line in row.cells[column] or ())) is not None
    return counts and after is not None and read_label(after[0].text)[0] is not None


def _cell(cell: Cell, place: Place, depth: int, rank: int | None = None, odd: Oddity | None = None) -> Iterator[Piece]:
    for n, line in enumerate(cell):
        nest = (8, depth, line.depth, int(line.bullet))
        yield Piece(line.text, place, nest, Shape.CELL, rank, None if n else odd)


def _heads(row: Row) -> dict[int, int | None] | None:
    """Give the rank that each column's head names (-1: no goals in it), or None when the row is no head."""
    texts = {n: " ".join(line.text for line in cell) for n, cell in enumerate(row.cells) if cell}
    goals = [n for n, text in texts.items() if is_caption(text)]
    if not goals or any(n not in goals and not _ASIDE.search(text) for n, text in texts.items()):
        return None
    return {n: _rank(text) if n in goals else -1 for n, text in texts.items()}


def _rank(head: str) -> int | None:
    ranks = [rank for rank, words in _RANKS if words.search(head)]
    if _TASKS.search(head) and not ranks:
        return 2
    return ranks[0] if len(ranks) == 1 else None


def _is_abreast(row: Row) -> bool:
    """Say whether goals of the top stand side by side here, each at the head of its own column.

    Two labels of different forms are rather a goal and its first child ("Стратегічна ціль 1. …", "1. …").
    """
    labels: list[Label] = []
    for cell in filter(None, row.cells):
        label, wording = read_label(cell[0].text)
        if label is None or not wording or (label.rank != 0 and (label.rank is not None or label.depth != 1)):
            return False
        labels.append(label)
    alike = len({label.style for label in labels}) == 1 or len(labels) > 2
    return alike and len(labels) > 1 and len({label.key for label in labels}) == len(labels)


def _is_whole(row: Row) -> bool:
    return row.wide or (sum(bool(cell) for cell in row.cells) == 1 and _is_top(row.cells[0]))


def _is_top(cell: Cell | None) -> bool:
    label, _ = read_label(cell[0].text) if cell else (None, "")
    return label is not None and label.rank == 0


def _by_column(rows: list[Row]) -> Iterator[Piece]:
    if not rows:
        return
    starts = [n for n, cell in enumerate(rows[0].cells) if cell]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        for row in rows:
            for column, cell in enumerate(row.cells[start:end]):
                place = row.place.at(start + column)
                odd = Oddity.MERGED if start + column in row.merged else None
                yield from _cell(cell or (), place, column + (row is not rows[0]), odd=odd)
