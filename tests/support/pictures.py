"""Files as people have them: as much of each as is looked at."""

import io
import struct
import zipfile


def png(width: int = 4, height: int = 3, size: int = 0) -> bytes:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    return head.ljust(size, b"\0")


def jpeg(width: int = 4, height: int = 3) -> bytes:
    exif = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\0\0"
    return b"\xff\xd8" + exif + b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00\xff\xd9"


def pdf(words: str = "Графік") -> bytes:
    return b"%PDF-1.7\n" + words.encode()


def packed(*names: str, first: str = "") -> bytes:
    """An archive; `first` is what an OpenDocument says it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()
