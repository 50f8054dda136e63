"""What the texts that people write must be like, and how they are cut."""

import re
import unicodedata
from enum import StrEnum
from typing import Any

from bot.domain.errors import NotAllowed

MAX_TEXT = {"title": 120, "question": 500, "details": 1500, "declaration": 500, "author": 80, "place": 120, "topic": 40}
"""Longest texts in characters: with sixty options and everything chosen a card still fits one message."""

MAX_REASON = 500

_TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of writing: one of them in a title would turn the whole card."""

_SPACES = re.compile(r"[^\S\u00a0]{2,}|[^\S\u00a0 ]")
"""What becomes one space: several, or one of another kind."""


def tidy(text: str, *, one_line: bool = True) -> str:
    """Take away what is not seen: blanks at the ends and doubled, control signs."""
    seen = "".join(s for s in _TURNING.sub("", text) if s in "\n\t" or unicodedata.category(s) != "Cc")
    lines = [" ".join(line.split()) for line in seen.strip().split("\n")]
    return " ".join(line for line in lines if line) if one_line else "\n".join(lines)


def has_words(text: str) -> bool:
    """Say whether a text can be read aloud: pictures alone cannot."""
    return any(sign.isalnum() for sign in text)


def shorten(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis where something is missing; numbers stay with their units."""
    if "  " in text or not text.isprintable():  # few are; to look for every kind of blank costs six times as much
        text = _SPACES.sub(" ", text)
    text = text.strip()
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0]
    return cut.rstrip(" ,.;:–-") + "…"


def size(text: str) -> int:
    """Count as Telegram's applications do, and browsers: in UTF-16, where most emoji are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, most: int) -> str:
    """Cut a text to what Telegram takes, wherever that falls.

    Units: `most` counts UTF-16, as Telegram's applications do.
    """
    if size(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * most - 2]
    return kept.decode("utf-16-le", errors="ignore") + "…"


def fitting(name: str, value: Any) -> Any:
    """Tidy a text by the name of its field; other values are returned as they are.

    Errors: `NotAllowed` for one that is too long, or without words where some must stand.
    """
    if not isinstance(value, str) or isinstance(value, StrEnum):
        return value
    text = tidy(value, one_line=name not in ("question", "details", "declaration"))
    if name == "title" and not text:
        raise NotAllowed("rounds.needs_title")
    if name == "reason" and not has_words(text):
        raise NotAllowed("rounds.needs_reason")
    if name in ("title", "question") and text and not has_words(text):
        raise NotAllowed("rounds.needs_words")
    limit = MAX_TEXT.get(name, MAX_REASON)
    if len(text) > limit:
        raise NotAllowed("rounds.text_too_long", limit=limit)
    return text
