"""Files in, goals out: `read` tells what a file is by its content, and how to read it.

A new kind of file needs one line in `_KINDS`: its key, its name, how its bytes begin, and its reader, which gives
`Piece`s. What follows (labels, tree, codes, warnings) is `outline.build`, the same for all; tables of any origin go
through `table.pieces_of`.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from knowledge.importers import html, outline, plain
from knowledge.importers.decode import decode
from knowledge.importers.pieces import Piece
from knowledge.importers.report import ImportFailed, ImportReport, Oddity, ReadEntry, ReadWarning

__all__ = ["ImportFailed", "ImportReport", "Oddity", "ReadEntry", "ReadWarning", "read", "read_bytes"]

MAX_MB = 8
MAX_PIECES = 20_000
"""Lines. A strategy of 150 pages has about 5,000."""
READABLE = "UTF-8 or Windows-1251 text, a table with TABs, HTML"


_KINDS: tuple[tuple[str, str, Callable[[bytes], bool]], ...] = (
    ("pdf", "a PDF", lambda data: b"%PDF-" in data[:1024]),
    ("docx", "a Word document (DOCX)", lambda data: data.startswith(b"PK\x03\x04") and b"word/" in data),
    ("xlsx", "an Excel workbook (XLSX)", lambda data: data.startswith(b"PK\x03\x04") and b"xl/" in data),
    ("odt", "an OpenDocument file", lambda data: data.startswith(b"PK\x03\x04") and b"opendocument" in data),
    (
        "zip",
        "an archive",
        lambda data: data.startswith((b"PK\x03\x04", b"PK\x05", b"\x1f\x8b", b"Rar!", b"7z")),
    ),
    ("doc", "an old or locked Office file", lambda data: data.startswith(b"\xd0\xcf\x11\xe0")),
    ("rtf", "an RTF document", lambda data: data.startswith(b"{\\rtf")),
    (
        "image",
        "a picture",
        lambda data: data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00")),
    ),
)
"""Kinds that cannot be read yet: key, name, and how their bytes begin."""


def read(path: Path) -> ImportReport:
    """Read the goals out of a file, whatever its name ends in. Errors: `ImportFailed`, never another exception."""
    try:
        if path.stat().st_size > MAX_MB * 2**20:
            raise ImportFailed("too_big", limit_mb=MAX_MB)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ImportFailed("missing") from error
    except (OSError, ValueError) as error:
        raise ImportFailed("unreadable") from error
    return read_bytes(data)


def read_bytes(data: bytes) -> ImportReport:
    """Read the goals out of a file's content. Errors: `ImportFailed`, never another exception."""
    if len(data) > MAX_MB * 2**20:
        raise ImportFailed("too_big", limit_mb=MAX_MB)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise ImportFailed("empty")
    for kind, found, begins in _KINDS:
        if begins(data):
            raise ImportFailed("unsupported", kind=kind, found=found, readable=READABLE)
    return outline.build(_bounded(_pieces(decode(data))))


def _pieces(text: str) -> Iterable[Piece]:
    return html.pieces(text) if html.is_html(text) else plain.pieces(text)


def _bounded(pieces: Iterable[Piece]) -> Iterable[Piece]:
    source = iter(pieces)
    yield from islice(source, MAX_PIECES)
    if next(source, None) is not None:
        raise ImportFailed("too_long", limit=MAX_PIECES)
