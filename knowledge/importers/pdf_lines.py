"""The lines of a PDF as they are printed: words, place and size. The only place that knows pdfium."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass
from threading import Lock
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from knowledge.importers.report import ImportFailed

MAX_PAGES: Final = 2_000
MAX_LETTERS: Final = 5_000_000
MAX_STREAM_MB: Final = 128
"""Unpacked. A page of pure colour at 600 dots an inch has 100."""
_MOST_PACKED: Final = 1032
"""To one, the best that zlib can do."""
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_CHUNK: Final = 2**16
_MIN_LETTERS: Final = 20
"""Per document. A scan has none, or the stamp of a scanner on a page."""
_COLUMN_GAP: Final = 2.0
"""Heights of a letter. Blanks of justified text are narrower, the space between columns is mostly wider."""
_NARROW_GAP: Final = 0.45
"""The same, where the next word stands exactly under the beginnings of other lines."""
_FAR: Final = 45
"""Points from the beginning of a line to where its second column may begin."""
_BOLD: Final = 600
SOFT_HYPHEN: Final = "\u00ad"
_HYPHENS: Final = str.maketrans("\x02\ufffe", SOFT_HYPHEN * 2)
"""What pdfium writes for a hyphen at the end of a line."""
_PIECE: Final = re.compile(r"\S+")
_ONE_AT_A_TIME: Final = Lock()
"""pdfium keeps state of its own and is not made for threads."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One line, or its part in one column.

    Units: `left`, `right`, `base` (above the foot of the page), `height` and `first_word` (a width) are in points.
    """

    text: str
    page: int
    number: int
    left: float
    right: float
    base: float
    height: float
    first_word: float
    bold: bool


def printed(data: bytes) -> list[list[Printed]]:
    """Give the lines of each page, in order. Errors: `ImportFailed`, as in `pdf.pieces`."""
    _check_streams(data)
    with _ONE_AT_A_TIME:
        try:
            with pdfium.PdfDocument(data) as document:
                if len(document) > MAX_PAGES:
                    raise ImportFailed("too_long", limit=MAX_PAGES)
                pages = list(_pages(document))
        except pdfium.PdfiumError as error:
            locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
            raise ImportFailed("locked" if locked else "damaged") from error
    if sum(letter.isalpha() for page in pages for line in page for letter in line.text) < _MIN_LETTERS:
        raise ImportFailed("scanned")
    return pages


def _check_streams(data: bytes) -> None:
    """Unpack what is packed well enough to fill the memory, and forget it. Errors: `unpacks_too_big`."""
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        if (end - found.end()) * _MOST_PACKED < MAX_STREAM_MB * 2**20:
            continue
        unpacker = zlib.decompressobj()
        size = 0
        for begin in range(found.end(), end, _CHUNK):
            try:
                size += len(unpacker.decompress(data[begin : min(begin + _CHUNK, end)]))
            except zlib.error:  # packed in another way, such as a photograph
                break
            if size > MAX_STREAM_MB * 2**20:
                raise ImportFailed("unpacks_too_big", limit_mb=MAX_STREAM_MB)


def _pages(document: pdfium.PdfDocument) -> Iterator[list[Printed]]:
    n_letters = 0
    for number, page in enumerate(document, 1):
        text_page = page.get_textpage()
        n_letters += text_page.count_chars()
        if n_letters > MAX_LETTERS:
            raise ImportFailed("too_long", limit=MAX_LETTERS)
        yield list(_Page(text_page, number).lines())
        text_page.close()
        page.close()


class _Page:
    """One page of text, of which pdfium tells the place of every letter."""

    def __init__(self, page: pdfium.PdfTextPage, number: int) -> None:
        self._page = page
        self._number = number
        self._text = page.get_text_range() if page.count_chars() else ""
        self._lefts: Counter[int] = Counter()
        self._same = len(self._text) == page.count_chars()

    def lines(self) -> Iterator[Printed]:
        found: list[tuple[int, str]] = []
        start = 0
        for line in self._text.split("\r\n"):
            if line.strip():
                found.append((start, line))
            start += len(line) + 2
        for begin, line in found:
            self._lefts[round(self._origin(begin + len(line) - len(line.lstrip()))[0])] += 1
        for number, (begin, line) in enumerate(found, 1):
            yield from self._cut(begin, line, number)

    def _cut(self, start: int, line: str, number: int) -> Iterator[Printed]:
        """Cut a line where a column ends."""
        words = [(start + word.start(), start + word.end()) for word in _PIECE.finditer(line)]
        first = words[0]
        height, right = self._measure(first)
        begin = first
        width = right - self._origin(first[0])[0]
        for word in words[1:]:
            left, _ = self._origin(word[0])
            if self._is_column(left, left - right, height, self._origin(begin[0])[0]):
                yield self._printed(begin[0], right, word[0], number, height, width)
                begin = word
                height, right = self._measure(word)
                width = right - left
            else:
                _, right = self._measure(word)
        yield self._printed(begin[0], right, start + len(line), number, height, width)

    def _is_column(self, left: float, gap: float, height: float, line_left: float) -> bool:
        if gap > _COLUMN_GAP * height:
            return True
        under = sum(self._lefts[round(left) + shift] for shift in (-1, 0, 1))
        return gap > _NARROW_GAP * height and left - line_left > _FAR and under > 1

    def _printed(self, begin: int, right: float, end: int, number: int, height: float, width: float) -> Printed:
        left, base = self._origin(begin)
        text = self._text[begin:end].translate(_HYPHENS).strip()
        bold = raw.FPDFText_GetFontWeight(self._page, self._at(begin)) >= _BOLD
        return Printed(text, self._number, number, left, right, base, height, width, bold)

    def _measure(self, word: tuple[int, int]) -> tuple[float, float]:
        """Give the height of a word and where it ends."""
        _, bottom, right, top = self._page.get_charbox(self._at(word[1] - 1), loose=True)
        return max(top - bottom, 1.0), right

    def _origin(self, index: int) -> tuple[float, float]:
        left, base = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self._page, self._at(index), left, base)
        return left.value, base.value

    def _at(self, index: int) -> int:
        """Where pdfium counts a letter of the text; it leaves some out and puts some in."""
        if self._same:
            return index
        found: int = raw.FPDFText_GetCharIndexFromTextIndex(self._page, index)
        return max(found, 0)
