"""Files in, goals out: `read` tells what a file is by its content, and how to read it.

Each reader gives `Piece`s. What follows (labels, tree, codes, warnings) is `outline.build`, the same for all; tables of
any origin go through `table.pieces_of`.
"""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from knowledge.importers import html, outline, plain, separated
from knowledge.importers.decode import decode
from knowledge.importers.kinds import Kind, kind_of
from knowledge.importers.package import Package
from knowledge.importers.pieces import Piece
from knowledge.importers.report import (
    REASONS,
    ImportFailed,
    ImportReport,
    Oddity,
    Place,
    PlaceKind,
    ReadEntry,
    ReadWarning,
)

__all__ = [
    "REASONS",
    "ImportFailed",
    "ImportReport",
    "Oddity",
    "Place",
    "PlaceKind",
    "ReadEntry",
    "ReadWarning",
    "read",
    "read_bytes",
]

MAX_MB = 32
"""A strategy with photographs in it takes up to 20."""
MAX_TEXT_MB = 8
MAX_PIECES = 20_000
"""Lines. A strategy of 150 pages has about 5,000."""
_REFUSED = {
    Kind.LOCKED: "locked",
    Kind.OLD_OFFICE: "old_office",
    Kind.PICTURE: "picture",
    Kind.UNSUPPORTED: "unsupported",
}


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
    kind = kind_of(data)
    if kind in _REFUSED:
        raise ImportFailed(_REFUSED[kind])
    if kind is Kind.ARCHIVE:
        return _read_package(data)
    return outline.build(_bounded(_pdf(data) if kind is Kind.PDF else _text(data)))


def _pdf(data: bytes) -> Iterable[Piece]:
    from knowledge.importers import pdf  # noqa: PLC0415  (memory that serving does without)

    return pdf.pieces(data)


def _read_package(data: bytes) -> ImportReport:
    from knowledge.importers import docx, workbook  # noqa: PLC0415  (memory that serving does without)

    package = Package(data)
    if package.holds("word/"):
        pieces = docx.pieces(package)
    elif package.holds("xl/"):
        pieces = workbook.pieces(data, package)
    else:
        raise ImportFailed("unsupported")
    return outline.build(_bounded(pieces), [ReadWarning(Oddity.MACROS, Place())] if package.has_macros else [])


def _text(data: bytes) -> Iterable[Piece]:
    if len(data) > MAX_TEXT_MB * 2**20:
        raise ImportFailed("too_big", limit_mb=MAX_TEXT_MB)
    text = decode(data)
    if html.is_html(text):
        return html.pieces(text)
    rows = separated.rows_of(text)
    return plain.pieces(text) if rows is None else separated.pieces(rows)


def _bounded(pieces: Iterable[Piece]) -> Iterable[Piece]:
    source = iter(pieces)
    yield from islice(source, MAX_PIECES)
    if next(source, None) is not None:
        raise ImportFailed("too_long", limit=MAX_PIECES)
