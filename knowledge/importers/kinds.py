"""What a file is, told by its bytes alone: a name can be wrong."""

from enum import Enum, auto
from typing import Final


class Kind(Enum):
    """What the readers tell apart."""

    TEXT = auto()
    PDF = auto()
    ARCHIVE = auto()
    LOCKED = auto()
    OLD_OFFICE = auto()
    PICTURE = auto()
    UNSUPPORTED = auto()


_PDF_HEAD: Final = 1024
"""Bytes in which a PDF may begin, as readers of PDF allow."""
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS: Final = (
    (Kind.ARCHIVE, (b"PK\x03\x04", b"PK\x05\x06")),
    (Kind.OLD_OFFICE, (_OLD_OFFICE,)),
    (Kind.PICTURE, (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    (Kind.UNSUPPORTED, (b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")),
)


def kind_of(data: bytes) -> Kind:
    """Tell the kind; what is nothing else is a text. With a password, a new Office file is wrapped in an old one."""
    if b"%PDF-" in data[:_PDF_HEAD]:
        return Kind.PDF
    kind = next((kind for kind, beginnings in _BEGINNINGS if data.startswith(beginnings)), Kind.TEXT)
    return Kind.LOCKED if kind is Kind.OLD_OFFICE and _ENCRYPTED in data else kind
