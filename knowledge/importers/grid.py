"""What a table is before it is understood: rows of cells, merged ones laid out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.importers.pieces import cut_bullets
from knowledge.importers.report import Place

_ENDED = re.compile(r"[.;:!?]$")


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

    `wide` says that one cell fills the whole row of a table that has more columns, `merged` which cells are merged.
    """

    place: Place
    cells: tuple[Cell | None, ...]
    wide: bool = False
    merged: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Spread:
    """A cell as a page or a Word document has it. `down` is 0 where it goes on the cell above."""

    cell: Cell
    across: int = 1
    down: int = 1


def rows_of(grid: Iterable[tuple[Place, Iterable[Spread]]]) -> list[Row]:
    """Lay cells that fill several columns or rows out, so that every row has the same columns."""
    rows: list[tuple[Place, list[Cell | None], int]] = []
    merged: set[tuple[int, int]] = set()
    covered: dict[int, int] = {}
    owners: dict[int, int] = {}
    for number, (place, spreads) in enumerate(grid):
        cells: list[Cell | None] = []
        across = 0
        for spread in spreads:
            _cover(cells, covered)
            column, across = len(cells), spread.across
            if spread.down:
                owners[column] = number
            elif column in owners:
                merged.add((owners[column], column))
            if spread.across > 1 or spread.down > 1:
                merged.add((number, column))
            covered |= dict.fromkeys(range(column, column + across), spread.down - 1)
            cells += [spread.cell if spread.down else None, *([None] * (across - 1))]
        _cover(cells, covered)
        rows.append((place, cells, across))
    width = max((len(cells) for _, cells, _ in rows), default=0)
    return [
        Row(place, tuple(cells), 1 < width <= across, frozenset(n for n in range(len(cells)) if (number, n) in merged))
        for number, (place, cells, across) in enumerate(rows)
    ]


def _cover(cells: list[Cell | None], covered: dict[int, int]) -> None:
    """Step over the columns that merged cells of rows above still fill."""
    while covered.get(len(cells), 0) > 0:
        covered[len(cells)] -= 1
        cells.append(None)


def mended(lines: Iterable[CellLine]) -> Cell:
    """Make a cell of its lines; one that begins with a small letter goes on the one before."""
    whole: list[CellLine] = []
    for line in lines:
        if whole and not line.bullet and line.text[0].islower() and not _ENDED.search(whole[-1].text):
            last = whole.pop()
            whole.append(CellLine(f"{last.text} {line.text}", last.depth, last.bullet))
        else:
            whole.append(line)
    return tuple(whole)


def typed(text: str) -> Cell:
    """Make a cell of what was typed into it, with its line breaks and bullets."""
    if not text:
        return ()
    return mended(CellLine(part, 0, bullet) for line in text.splitlines() for part, bullet in cut_bullets(line))
