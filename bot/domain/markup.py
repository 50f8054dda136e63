"""Telegram's HTML as people may write it: what is kept of a text's look, read as strictly as Telegram reads it.

Source: the section "HTML style" of the Bot API. A text that passes here is not refused there for its markup.
"""

import re
from html import unescape
from urllib.parse import urlsplit

from bot.domain.errors import NotAllowed
from bot.domain.wording import size

TAGS = {
    **dict.fromkeys(("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "pre"), ""),
    "a": r"\shref=(?:\"[^\"]*\"|'[^']*')",
    "blockquote": r"(?:\sexpandable)?",
    "code": r"(?:\sclass=\"language-[\w+-]+\")?",
    "span": r"\sclass=\"tg-spoiler\"",
    "tg-emoji": r"\semoji-id=\"\d{1,19}\"",
}
"""What may stand in each tag after its name."""

SHOWN = 40
"""How much of a wrong tag is shown."""

_ANY = re.compile(r"<[^<>]*>?")
_TAG = re.compile(r"<(/?)([a-z-]+)(\s[^<>]*)?>")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def plain(html: str) -> str:
    """Leave the words alone."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), _ANY.sub("", html))


def length(html: str) -> int:
    """Count as Telegram does after it has read the markup: a sign outside the basic plane is two."""
    return size(plain(html))


def written_out(html: str) -> str | None:
    """Find a tag that people would read as it stands, because somebody typed it."""
    found = (tag for tag in _TAG.finditer(plain(html)) if tag[2] in TAGS)
    return next((tag[0] for tag in found), None)


def check(html: str) -> None:
    """Let a text pass whose every tag is known and closed in its turn.

    Errors: `NotAllowed` that names the first tag which is not, and its line.
    """
    opened: list[tuple[str, int]] = []
    for found in _ANY.finditer(html):
        tag, line = _TAG.fullmatch(found[0]), html.count("\n", 0, found.start()) + 1
        closes, name, more = tag.groups(default="") if tag else ("", "", "")
        is_right = (
            (not more and [one for one, _ in opened[-1:]] == [name])
            if closes
            else name in TAGS and re.fullmatch(TAGS[name], more.rstrip()) is not None
        )
        if not is_right:
            raise NotAllowed("broadcasts.broken_markup", tag=found[0][:SHOWN], line=line)
        if name == "a" and not closes and not is_link(unescape(more.strip()[len("href=") + 1 : -1])):
            raise NotAllowed("broadcasts.no_link", tag=found[0][:SHOWN], line=line)
        if closes:
            opened.pop()
        else:
            opened.append((name, line))
    if opened:
        name, line = opened[-1]
        raise NotAllowed("broadcasts.open_markup", tag=f"<{name}>", line=line)


def is_link(address: str) -> bool:
    """Say whether an address can be followed without surprise: of a named host, nobody's name before it."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("https", "http") and "." in (parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        return False
    return is_whole and not any(map(str.isspace, address))
