"""Files that a moderator adds to a broadcast in the browser: told by their bytes, and only what Telegram takes."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Final

from bot.domain.errors import NotAllowed
from bot.domain.feedback import FileKind
from bot.domain.pictures import JPEG, PNG, is_sendable, sides

MB: Final = 2**20
MAX_PICTURE_MB: Final = 10
"""Telegram's own limit."""

MAX_DOCUMENT_MB: Final = 20
MAX_TOGETHER_MB: Final = 40
"""Of one broadcast. Telegram takes 50 in one request; nobody's phone is to load as much."""

MAX_NAME: Final = 120

_JPEG, _PNG, _PDF, _TEXT = "image/jpeg", "image/png", "application/pdf", "text/plain"
_OFFICE: Final[Mapping[str, tuple[str, str]]] = {
    "word/": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPEN: Final[Mapping[str, str]] = {
    f"application/vnd.oasis.opendocument.{name}": suffix
    for name, suffix in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))
}
_MACROS: Final = ("vbaproject.bin", "basic/")
_SUFFIXES: Final[Mapping[str, Sequence[str]]] = {
    _JPEG: (".jpg", ".jpeg"),
    _PNG: (".png",),
    _PDF: (".pdf",),
    _TEXT: (".txt", ".csv"),
    **{mime: (suffix,) for suffix, mime in _OFFICE.values()},
    **{mime: (suffix,) for mime, suffix in _OPEN.items()},
}
PICTURES: Final = frozenset({_JPEG, _PNG})
_OTHER_PICTURES: Final = (b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_BOXES: Final = (b"heic", b"heix", b"mif1", b"msf1", b"avif")
"""How pictures of phones that Telegram does not take name themselves."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was checked. Shapes: `name` ends as files of its `mime` do; pictures have one too."""

    kind: FileKind
    name: str
    mime: str
    content: bytes


def read_file(name: str, content: bytes) -> NewFile:
    """Tell what a file is, and let it pass if Telegram takes it. Every picture goes as a photo.

    So that Telegram takes out of it where it was taken, which it does for photos alone.
    Errors: `NotAllowed` that says what is wrong with it.
    """
    shown = _shown(name)
    if not content:
        raise NotAllowed("broadcasts.file_empty", name=shown)
    mime = _mime_of(shown, content)
    is_picture = mime in PICTURES
    limit_mb = MAX_PICTURE_MB if is_picture else MAX_DOCUMENT_MB
    if len(content) > limit_mb * MB:
        raise NotAllowed("broadcasts.picture_large" if is_picture else "broadcasts.file_large", name=shown, mb=limit_mb)
    if is_picture and ((found := sides(content)) is None or not is_sendable(*found)):
        raise NotAllowed("broadcasts.picture_broken" if found is None else "broadcasts.picture_sides", name=shown)
    suffix = next((one for one in _SUFFIXES[mime] if shown.lower().endswith(one)), "")
    named = shown if suffix else f"{shown}{_SUFFIXES[mime][0]}"
    return NewFile(FileKind.PHOTO if is_picture else FileKind.DOCUMENT, named, mime, content)


def _shown(name: str) -> str:
    """Write a name without folders and what would break a line; never empty."""
    tidy = "".join(one for one in PurePath(name.replace("\\", "/")).name if one.isprintable())
    path = PurePath(" ".join(tidy.split()) or "file")
    return f"{path.stem[: MAX_NAME - len(path.suffix)]}{path.suffix}"[:MAX_NAME]


def _mime_of(name: str, content: bytes) -> str:
    """Tell a file by its bytes: a name can be wrong.

    Errors: `NotAllowed` for what is neither a photo nor a document that people can open.
    """
    if content.startswith((JPEG, PNG)):
        return _JPEG if content.startswith(JPEG) else _PNG
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    if content.startswith(_OTHER_PICTURES) or is_webp or (content[4:8] == b"ftyp" and content[8:12] in _BOXES):
        raise NotAllowed("broadcasts.picture_kind", name=name)
    if content.startswith(b"%PDF-"):
        return _PDF
    found = _packed(content) if content.startswith(b"PK\x03\x04") else _TEXT if _is_text(content) else None
    if found is None:
        raise NotAllowed("broadcasts.file_kind", name=name)
    return found


def _packed(content: bytes) -> str | None:
    """Tell documents that are archives inside; None for other archives, and for those that carry programs."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        return None
    if any(name.lower().endswith(_MACROS[0]) or name.lower().startswith(_MACROS[1]) for name in names):
        return None
    for folder, (_, mime) in _OFFICE.items():
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return mime
    beginning = content[:200]  # the first member of such a file says its kind, and is not packed
    return next((mime for mime in _OPEN if mime.encode() in beginning), None)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\0" not in text
