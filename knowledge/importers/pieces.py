"""What every reader cuts a file into before its labels are understood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from knowledge.importers.report import Oddity, Place

BULLETS = "▪•●○◦∙·■□◆◇▸►➢➤✓✔❖⁃‣"
_BULLET = re.compile(rf"(?:[{BULLETS}]\s*|[-–—*]\s+|[a-zа-яіїєґ]\)\s*)(?=\S)")
_INNER_BULLET = re.compile(rf"\s[{BULLETS}]\s+")
MAX_ITEMS = 5_000
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class Shape(StrEnum):
    """How a piece stands in its file. All but flat ones were set apart by somebody on purpose."""

    FLAT = "flat"
    INDENTED = "indented"
    ITEM = "item"
    HEADING = "heading"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, list item, heading or line of a cell.

    Shapes: `nest` says how deep it stands: of two pieces the greater tuple stands deeper (headings begin with their
    rank 0–6, text with 7, cells with 8). `rank` is what a table's header says of the column: 0 strategic,
    1 operational, 2 task. `oddity` is what its reader noticed: a list whose owner is on another page, a merged cell.
    `torn` marks a line that goes on the one before.
    """

    text: str
    place: Place
    nest: tuple[int, ...] = (7, 0, 0)
    shape: Shape = Shape.FLAT
    rank: int | None = None
    oddity: Oddity | None = None
    torn: bool = False


def tidy(text: str) -> str:
    """Compose letters and accents, drop what is invisible, and leave single spaces."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def cut_bullets(text: str) -> Iterator[tuple[str, bool]]:
    """Cut "▪ one ▪ two" into its items; each comes tidied, with whether a bullet stood before it."""
    start, bullet = 0, False
    if (first := _BULLET.match(text := tidy(text))) is not None:
        start, bullet = first.end(), True
    for inner in islice(_INNER_BULLET.finditer(text, start), MAX_ITEMS):
        if item := text[start : inner.start()].strip():
            yield item, bullet
        start, bullet = inner.end(), True
    if item := text[start:].strip():
        yield item, bullet
