"""How large a picture is, told by its head."""

import struct
from collections.abc import Callable
from typing import Final

JPEG: Final = b"\xff\xd8\xff"
PNG: Final = b"\x89PNG\r\n\x1a\n"

MOST_SIDES: Final = 10_000
MOST_RATIO: Final = 20
"""Telegram takes no picture whose sides make more together, or one of which is so many times the other."""


def sides(content: bytes) -> tuple[int, int] | None:
    """Read width and height of a JPEG or a PNG; None for anything else, and for what is broken. Units: pixels."""
    readers: dict[bytes, Callable[[bytes], tuple[int, int] | None]] = {PNG: _png_sides, JPEG: _jpeg_sides}
    read = next((reader for beginning, reader in readers.items() if content.startswith(beginning)), None)
    found = read(content) if read else None
    return found if found and min(found) > 0 else None


def is_sendable(width: int, height: int) -> bool:
    """Say whether Telegram takes a picture of this size. Source: `sendPhoto` of the Bot API."""
    return width + height <= MOST_SIDES and max(width, height) <= MOST_RATIO * min(width, height)


def _png_sides(content: bytes) -> tuple[int, int] | None:
    if len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_sides(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to its frame header."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None
