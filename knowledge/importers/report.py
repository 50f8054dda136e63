"""What an import says: the entries read, what staff should look at, or why nothing could be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Level


class Oddity(StrEnum):
    """What a reader noticed and could not decide alone."""

    GAP = "gap"
    DUPLICATE = "duplicate"
    ORPHAN = "orphan"
    LEFT_OVER = "left_over"


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One goal as it stands in a file. `code` is unique in the file, `parent` is a code."""

    code: str
    level: Level
    text: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """One place of the file to look at.

    Shapes: `line` counts from 1. `text` says what is odd: the missing code (gap), the code used again (duplicate),
    the bullet's wording (orphan), the words that became no entry (left over).
    """

    oddity: Oddity
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All that was read from one file, in document order."""

    entries: tuple[ReadEntry, ...]
    warnings: tuple[ReadWarning, ...] = ()


MESSAGES = {
    "missing": "there is no such file",
    "unreadable": "the file cannot be opened",
    "empty": "the file is empty",
    "too_big": "the file is larger than {limit_mb} MB",
    "unsupported": "this is {found}; what can be read now: {readable}",
    "binary": "this is not a text: it has bytes that no text has",
    "encoding": "the letters cannot be read; save the file as UTF-8",
    "too_long": "the file has more than {limit} lines, cells or tags",
    "too_deep": "the HTML is nested deeper than {limit} tags",
    "no_goals": "no goals found: no numbering, no list and no table of goals",
}


class ImportFailed(Exception):  # noqa: N818 - an outcome that people are told, not a bug
    """Nothing could be read. `key` is one of `MESSAGES`, `params` fill its braces; str() is one English line."""

    def __init__(self, key: str, **params: str | int) -> None:
        self.key = key
        self.params: Mapping[str, str | int] = params
        super().__init__(MESSAGES[key].format_map(params))
