"""Workbooks (XLSX): every visible sheet is a table."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from knowledge.importers.grid import Cell, Row, typed
from knowledge.importers.package import Package
from knowledge.importers.pieces import Piece
from knowledge.importers.report import ImportFailed, Place
from knowledge.importers.table import pieces_of

MAX_CELLS: Final = 200_000
"""Cells of a sheet's area, empty ones too: the library lays out all of it, one cell in the last corner fills memory."""
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b")
_ROW_NUMBER: Final = re.compile(rb'[^>]*?\br="(\d{1,7})"')
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_CELL_COLUMN: Final = re.compile(rb'\br="([A-Z]{1,3})\d')


def pieces(data: bytes, package: Package) -> Iterator[Piece]:
    """Read a workbook. Errors: `ImportFailed` (`damaged`, `too_long`)."""
    for name in package.names:
        if name.startswith("xl/worksheets/") and _area(package.read(name)) > MAX_CELLS:
            raise ImportFailed("too_long", limit=MAX_CELLS)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.visible is SheetVisibleEnum.Visible:
                    yield from pieces_of(_rows(book.get_sheet_by_name(about.name)))
    except (CalamineError, ValueError, OSError) as error:
        raise ImportFailed("damaged") from error


def _area(part: bytes) -> int:
    """Say how many cells the library lays out: from the first to the last that has something in it."""
    rows = columns = 0
    for n, row in enumerate(_ROW.split(part)[1:], 1):
        filled = [cell for cell in _CELL.findall(row) if not cell.endswith(b"/")]
        if filled:
            given = _ROW_NUMBER.match(row)
            rows = max(rows, int(given[1]) if given else n)
            columns = max(columns, len(filled), *map(_column, filled))
    return rows * columns


def _column(cell: bytes) -> int:
    given = _CELL_COLUMN.search(cell)
    column = 0
    for letter in given[1] if given else b"":
        column = column * 26 + letter - ord("A") + 1
    return column


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    merged = sheet.merged_cell_ranges or []
    corners: dict[int, set[int]] = {}
    for (row, column), _ in merged:
        corners.setdefault(row, set()).add(column)
    grid = sheet.to_python(skip_empty_area=False)
    covered = _covered(merged, len(grid), max(map(len, grid), default=0))
    for n, values in enumerate(grid):
        hidden = covered.get(n, {})
        cells = tuple(None if column in hidden else _cell(value) for column, value in enumerate(values))
        filled = [column for column, cell in enumerate(cells) if cell]
        wide = len(filled) == 1 and len(hidden) > 0 and all(hidden.get(c) == n for c in range(1, len(cells)))
        yield Row(Place(sheet=sheet.name, row=n + 1), cells, wide, frozenset(corners.get(n, ())))


def _covered(
    merged: list[tuple[tuple[int, int], tuple[int, int]]], n_rows: int, n_columns: int
) -> dict[int, dict[int, int]]:
    """Say for every row which columns merged cells cover, and in which row each of them begins."""
    covered: dict[int, dict[int, int]] = {}
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, n_rows)):
            for column in range(left, min(right + 1, n_columns)):
                if (row, column) != (top, left):
                    covered.setdefault(row, {})[column] = top
    return covered


def _cell(value: object) -> Cell:
    """Give the words of a cell. A number of a goal may have become a number of the sheet: 1.1, 2.0."""
    if isinstance(value, bool) or value is None:
        return ()
    if isinstance(value, float):
        return typed(str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value))
    if isinstance(value, date | datetime):
        return typed(f"{value:%d.%m.%Y}")
    return typed(str(value))
