"""What an import says: the entries read, what staff should look at, or why nothing could be read."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import partial

from knowledge.model import Level


class Oddity(StrEnum):
    """What a reader noticed and could not decide alone."""

    GAP = "gap"
    DUPLICATE = "duplicate"
    ORPHAN = "orphan"
    MERGED = "merged"
    LEFT_OVER = "left_over"
    MACROS = "macros"
    LEVEL = "level"


class PlaceKind(StrEnum):
    """How a place is named: by what its file consists of."""

    FILE = "file"
    LINE = "line"
    PAGE = "page"
    PARAGRAPH = "paragraph"
    ROW = "row"
    CELL = "cell"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its file something stands. Every number counts from 1; what the file does not have is 0 or "".

    Shapes: texts and HTML have lines, a PDF pages with lines, a Word document paragraphs and tables with rows and
    columns, a CSV file rows and columns, a workbook sheets with rows and columns. Nothing at all is the whole file.
    """

    line: int = 0
    page: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""

    @property
    def kind(self) -> PlaceKind:
        if self.page:
            return PlaceKind.PAGE
        if self.row:
            return PlaceKind.SHEET if self.sheet else PlaceKind.ROW if self.table else PlaceKind.CELL
        if self.paragraph:
            return PlaceKind.PARAGRAPH
        return PlaceKind.LINE if self.line else PlaceKind.FILE

    @property
    def params(self) -> dict[str, str | int]:
        """What a sentence about the place may name; `cell` as in a spreadsheet ("B7")."""
        return {**asdict(self), "cell": f"{_letters(self.column)}{self.row}"}

    @property
    def order(self) -> tuple[str, int, int, int, int, int]:
        """What comes later in the file is greater, among places of one kind."""
        return self.sheet, self.page, self.line or self.paragraph, self.table, self.row, self.column

    def at(self, column: int) -> "Place":
        """Name a column, counted from 0, of a row that has any."""
        return replace(self, column=column + 1) if self.row else self


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One goal as it stands in a file. `code` is unique in the file, `parent` is the code of a goal before it."""

    code: str
    level: Level
    text: str
    parent: str | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """One place of the file to look at.

    Shapes: `text` says what is odd: the missing code (gap), the code used again (duplicate), the wording of the bullet
    (orphan) or the merged cell, the words that became no entry (left over), "" for macros, the code of a goal that is
    wider than the one above it (level; only noticed after corrections by hand).
    """

    oddity: Oddity
    place: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All that was read from one file, in document order."""

    entries: tuple[ReadEntry, ...]
    warnings: tuple[ReadWarning, ...] = ()


REASONS: Mapping[str, tuple[str, ...]] = {
    "missing": (),
    "unreadable": (),
    "empty": (),
    "too_big": ("limit_mb",),
    "unpacks_too_big": ("limit_mb",),
    "too_long": ("limit",),
    "too_deep": ("limit",),
    "locked": (),
    "scanned": (),
    "damaged": (),
    "old_office": (),
    "picture": (),
    "unsupported": (),
    "binary": (),
    "encoding": (),
    "no_goals": (),
    "too_heavy": (),
    "interrupted": (),
}
"""Why nothing could be read, each with its parameters; the catalogues say it in words under `imports.failed_*`."""


class ImportFailed(Exception):  # noqa: N818 - an outcome that people are told, not a bug
    """Nothing could be read. `key` is one of `REASONS`, `params` are its parameters."""

    def __init__(self, key: str, **params: int) -> None:
        assert set(params) == set(REASONS[key])
        self.key = key
        self.params: Mapping[str, int] = params
        super().__init__(" ".join([key, *(f"{name}={value}" for name, value in params.items())]))

    def __reduce__(self) -> tuple[Callable[[], "ImportFailed"], tuple[()]]:
        """Let it pass from one process to another."""
        return partial(ImportFailed, self.key, **self.params), ()
