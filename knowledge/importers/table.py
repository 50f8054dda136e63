"""Tables of goals: columns, merged and repeated cells, heads in the middle, goals side by side."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.importers.labels import Label, is_caption, read_label
from knowledge.importers.pieces import Piece, Shape

_ASIDE = re.compile(
    r"індикатор|показник|термін|строк|відповідальн|виконав|джерел|бюджет|фінанс|вартість|сума|тис\.|партнер|приміт|результат"
    r"|^рік\b|^роки\b|^20\d\d",
    re.IGNORECASE,
)
_RANKS = ((0, re.compile(r"стратегічн", re.IGNORECASE)), (1, re.compile(r"оперативн|операційн", re.IGNORECASE)))
_TASKS = re.compile(r"завдан", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line inside a cell. `depth` counts the lists around it; `bullet` says that it is an item."""

    text: str
    depth: int = 0
    bullet: bool = False


Cell = tuple[CellLine, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A cell is None where a merged cell above or to the left covers it, () where it is empty.

    `wide` says that one cell fills the whole row of a table that has more columns.
    """

    line: int
    cells: tuple[Cell | None, ...]
    wide: bool = False


def pieces_of(rows: Iterable[Row]) -> Iterator[Piece]:
    """Read a table row by row; goals that stand side by side are read column by column."""
    heads: dict[int, int | None] = {}
    above: dict[int, Cell] = {}
    abreast: list[Row] = []
    for row in rows:
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
            yield from _row(row, heads, above)
    yield from _by_column(abreast)


def _row(row: Row, heads: dict[int, int | None], above: dict[int, Cell]) -> Iterator[Piece]:
    same = True
    begun = False
    for column, cell in enumerate(row.cells):
        if not cell or (column in heads and heads[column] == -1):
            continue
        more = any(row.cells[column + 1 :])
        same = same and more and above.get(column) == cell
        if not same:
            orphan = not begun and column > 0 and row.cells[0] == () and cell[0].bullet
            yield from _cell(cell, row, -1 if row.wide else column, None if row.wide else heads.get(column), orphan)
        above[column] = cell
        begun = True


def _cell(cell: Cell, row: Row, column: int, rank: int | None = None, orphan: bool = False) -> Iterator[Piece]:
    for n, line in enumerate(cell):
        nest = (8, column, line.depth, int(line.bullet))
        yield Piece(line.text, row.line, nest, Shape.CELL, rank, orphan and n == 0)


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
                yield from _cell(cell or (), row, column + (row is not rows[0]))
