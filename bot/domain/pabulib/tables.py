"""The three tables of a `.pb` file, their numbers, and what is wrong in which line."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from bot.domain.errors import DomainError

SECTIONS = ("meta", "projects", "votes")
MAX_DIGITS = 15
"""Before and after the point: sums of amounts stay far from where floats lose whole numbers."""

csv.field_size_limit(10**7)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table by its column names. Shapes: `line` counts from 1."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


def read_tables(content: bytes) -> dict[str, Table]:
    """Cut a file into its tables.

    What a stranger's program may have changed is taken as it is meant: a byte order mark, line ends, capitals, blanks
    around cells, missing cells at the end of a line, empty lines and comments.

    Errors: `pabulib.empty`, `pabulib.not_pb`.
    """
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise DomainError("pabulib.empty")
    tables: dict[str, Table] = {}
    section, columns = "", tuple[str, ...]()
    for line, cells in _lines(content):
        if cells[0].lower() in SECTIONS and not any(cells[1:]):
            section, columns = cells[0].lower(), ()
        elif not section:
            raise DomainError("pabulib.not_pb")
        elif cells[0].startswith("#") and (section == "meta" or len(cells) == 1):
            continue
        elif not columns and (section != "meta" or cells[0].lower() == "key"):
            columns = tuple(cell.lower() for cell in cells)
            tables[section] = Table(columns)
        else:
            columns = columns or ("key", "value")
            table = tables.setdefault(section, Table(columns))
            table.rows.append(Row(line, dict(zip(columns, cells, strict=False))))
    if not tables.keys() >= {"meta", "projects"}:
        raise DomainError("pabulib.not_pb")
    return tables


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DomainError("pabulib.not_pb") from error


def need(table: Table, section: str, column: str) -> None:
    """Insist on a column. Errors: `pabulib.column`."""
    if column not in table.columns:
        raise DomainError("pabulib.column", section=section, column=column)


def number(text: str, line: int, what: str, *, least: int | None = 0) -> Fraction:
    """Read a number, also with a decimal comma and blanks between thousands. Errors: `pabulib.number`."""
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "", text).replace(",", ".")
    try:
        read = Decimal(plain)
    except InvalidOperation:
        read = Decimal("NaN")
    _, digits, exponent = read.as_tuple()
    fits = isinstance(exponent, int) and abs(exponent) <= MAX_DIGITS and len(digits) + exponent <= MAX_DIGITS
    if not fits or (least is not None and read < least):
        key = "pabulib.number" if least is None else "pabulib.amount"
        raise DomainError(key, line=line, what=what, value=text or "empty")
    return Fraction(read)


def decimals(numbers: Iterable[Fraction]) -> int:
    """Find the power of ten that makes all of them whole."""
    power = 1
    numbers = set(numbers)
    while any((one * power).denominator != 1 for one in numbers):
        power *= 10
    return power
