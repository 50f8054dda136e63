"""Telegram's HTML for mail programs: the few tags it has, read and written anew, so that nothing else gets in."""

from html import escape
from html.parser import HTMLParser

TAGS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "mark",
    "span": "mark",
}
"""What each becomes; what Telegram hides until it is touched is marked."""
SAFE = ("https://", "http://")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html: list[str] = []
        self.plain: list[str] = []
        self._addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self._addresses.append(address if address.startswith(SAFE) else "")
            self.html.append(f'<a href="{escape(self._addresses[-1])}">' if self._addresses[-1] else "<span>")
        elif tag in TAGS:
            self.html.append(f"<{TAGS[tag]}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._addresses:
            address = self._addresses.pop()
            self.html.append("</a>" if address else "</span>")
            self.plain.append(f" ({address})" if address else "")
        elif tag in TAGS:
            self.html.append(f"</{TAGS[tag]}>")

    def handle_data(self, data: str) -> None:
        self.html.append(escape(data).replace("\n", "<br>\n"))
        self.plain.append(data)


def read_markup(text: str) -> tuple[str, str]:
    """Return Telegram's HTML as safe HTML, and as plain text with the addresses of its links."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.html), "".join(reader.plain)
