"""Cut what is too long for its place."""

import re


def shorten(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis where something is missing; numbers stay with their units."""
    text = re.sub(r"[^\S\u00a0]+", " ", text).strip()
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0]
    return cut.rstrip(" ,.;:–-") + "…"
