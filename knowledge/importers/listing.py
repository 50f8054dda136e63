"""Tables with a goal in each row and a column that names its level, as registers and exports write them."""

import re
from collections.abc import Iterator, Sequence

from knowledge.importers.grid import Row
from knowledge.importers.labels import read_label
from knowledge.importers.pieces import Piece, Shape

_LEVEL = re.compile(r"рівень|level", re.IGNORECASE)
_CODE = re.compile(r"код|шифр|№.*|номер|code", re.IGNORECASE)
_TEXT = re.compile(r"(?:назва|формулювання|текст|ціль|text|title)(?:\s+цілі)?", re.IGNORECASE)
_RANKS = (
    (0, re.compile(r"стратегічн|strategic", re.IGNORECASE)),
    (1, re.compile(r"оперативн|операційн|operational", re.IGNORECASE)),
    (2, re.compile(r"завдан|task", re.IGNORECASE)),
    (3, re.compile(r"напрям|сфер|захід|заход|sphere", re.IGNORECASE)),
)


def pieces_of_listing(rows: Sequence[Row]) -> Iterator[Piece] | None:
    """Read such a table; None for any other."""
    heads = [_words(row, column) for row in rows[:1] for column in range(len(row.cells))]
    level, code, text = (_find(heads, words) for words in (_LEVEL, _CODE, _TEXT))
    if level is None or text is None:
        return None
    return _pieces(rows[1:], level, code, text)


def _pieces(rows: Sequence[Row], level: int, code: int | None, text: int) -> Iterator[Piece]:
    for row in rows:
        wording = _words(row, text)
        number = _words(row, code) if code is not None else ""
        labelled = f"{number.rstrip('.')}. {wording}"
        rank = next((rank for rank, words in _RANKS if words.search(_words(row, level))), None)
        nest = (8, 0 if rank is None else rank, 0, 0)
        if wording:
            whole = labelled if number and read_label(labelled)[1] == wording else wording
            yield Piece(whole, row.place.at(text), nest, Shape.CELL, rank)


def _find(heads: Sequence[str], words: re.Pattern[str]) -> int | None:
    return next((n for n, head in enumerate(heads) if words.fullmatch(head)), None)


def _words(row: Row, column: int) -> str:
    cell = row.cells[column] if column < len(row.cells) else None
    return " ".join(line.text for line in cell or ())
