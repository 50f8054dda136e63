"""CSV: a table as text, with commas, semicolons or bars between its cells."""

import csv
from collections.abc import Iterator

from knowledge.importers.grid import Row, typed
from knowledge.importers.labels import is_caption
from knowledge.importers.pieces import Piece
from knowledge.importers.report import Place
from knowledge.importers.table import pieces_of

_DELIMITERS = (";", ",", "|")
_SEPARATOR = "sep="
MAX_FIELD = 1_000_000


def pieces(rows: list[list[str]]) -> Iterator[Piece]:
    """Read the rows of `rows_of`."""
    return pieces_of(Row(Place(row=n), tuple(typed(cell) for cell in row)) for n, row in enumerate(rows, 1))


def rows_of(text: str) -> list[list[str]] | None:
    """Give the rows of a CSV file, None for any other text.

    A table has the same number of cells in every row, and words in more than the first: the goals of a list end with
    semicolons. In a sentence a blank follows its commas, in a table rarely; so blanks are let pass only under a row of
    captions.
    """
    given = text.split("\n", 1)[0].strip().casefold() if text.casefold().startswith(_SEPARATOR) else ""
    delimiters = given.removeprefix(_SEPARATOR) if len(given) == len(_SEPARATOR) + 1 else ""
    body = text.split("\n", 1)[1] if delimiters and "\n" in text else text
    return next((rows for sign in delimiters or _DELIMITERS if (rows := _split(body, sign))), None)


def _split(text: str, delimiter: str) -> list[list[str]] | None:
    if text.count(delimiter) < 2:
        return None
    before = csv.field_size_limit(MAX_FIELD)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    finally:
        csv.field_size_limit(before)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = len(filled[0]) if filled else 0
    if width < 2 or len(filled) < 2 or any(len(row) != width for row in filled):
        return None
    if not any(cell.strip() for row in filled for cell in row[1:]):
        return None
    headed = sum(is_caption(cell) for cell in filled[0] if cell.strip()) > 1
    tight = not any(cell.startswith(" ") for row in filled for cell in row[1:])
    return rows if headed or tight else None
