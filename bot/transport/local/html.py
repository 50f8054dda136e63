"""Telegram's HTML, as strictly as the server reads it.

`<` always opens a tag; unknown, unclosed, crossed and stray tags are refused with their byte offset. Only `&lt;`,
`&gt;`, `&amp;`, `&quot;` and numeric references are decoded, any other `&` stands for itself.
"""

import re
from dataclasses import dataclass

from bot.transport.local.links import checked_link, mentioned_user
from bot.transport.local.refusals import Refused, bad_request
from bot.transport.local.state import Json

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_REFERENCE = re.compile(r"&(?:#x([0-9a-f]{1,7})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-z]));?", re.IGNORECASE)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_RUN = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACES = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    part: int


class _Reader:
    def __init__(self, html: str) -> None:
        self.html = html
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> None:
        while self.at < len(self.html):
            if self.html[self.at] == "&":
                self._reference()
            elif self.html.startswith("</", self.at):
                self._end_tag()
            elif self.html[self.at] == "<":
                self._start_tag()
            else:
                run = _RUN.match(self.html, self.at)
                assert run is not None
                self._put(run[0], run.end())
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _put(self, text: str, end: int) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)
        self.at = end

    def _reference(self) -> None:
        decoded, end = _decode(self.html, self.at)
        self._put(decoded, end)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.html, self.at)
        assert found is not None  # every pattern used here may be empty
        self.at = found.end()
        return found[0]

    def _here(self) -> str:
        return self.html[self.at : self.at + 1]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._skip(_TAG_NAME).lower()
        if not self._here():
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in _TYPES:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.open.append(_Open(tag, attributes, self.length, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip(_SPACES)
            if self._here() == ">":
                self.at += 1
                return attributes
            name = self._skip(_ATTRIBUTE_NAME)
            where = f'the tag "{tag}" at byte offset {self._bytes(begin)}'
            if not name:
                what = "Empty attribute name in" if self._here() else "Unclosed"
                raise _unparsable(f"{what} {where}")
            self._skip(_SPACES)
            if self._here() == "=":
                self.at += 1
                attributes[name] = self._value(begin)
            elif tag == "blockquote" and name == "expandable":
                attributes[name] = ""
            else:
                raise _unparsable(f"Expected equal sign in declaration of an attribute of {where}")

    def _value(self, begin: int) -> str:
        self._skip(_SPACES)
        quote = self._here()
        if quote not in ('"', "'"):
            token_begin, value = self.at, self._skip(_TOKEN)
            if self._here() not in (" ", "\n", "\t", ">"):
                raise _unparsable(f"Unexpected end of name token at byte offset {self._bytes(token_begin)}")
            return value.lower()
        end = self.html.find(quote, self.at + 1)
        if end < 0 or end + 1 == len(self.html):
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        value = self.html[self.at + 1 : end]
        self.at = end + 1
        return _REFERENCE.sub(lambda found: _decode(found[0], 0)[0], value)

    def _end_tag(self) -> None:
        begin = self.at
        where = self._bytes(begin)
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {where}")
        self.at += 2
        tag = self._skip(_TAG_NAME).lower()
        self._skip(_SPACES)
        if self._here() != ">":
            raise _unparsable(f"Unclosed end tag at byte offset {where}")
        self.at += 1
        opened = self.open.pop()
        if tag not in ("", opened.tag):
            raise _unparsable(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {"type": _TYPES[opened.tag], "offset": opened.offset, "length": self.length - opened.offset}
        if opened.tag == "a":
            url = opened.attributes.get("href") or "".join(self.parts[opened.part :])
            user, link = mentioned_user(url), checked_link(url)
            if user is not None:
                entity |= {"type": "text_mention", "user": user}
            elif link is not None:
                entity["url"] = link
            else:
                return  # the server shows the text and silently forgets a link that is none
        elif opened.tag == "tg-emoji":
            identifier = opened.attributes.get("emoji-id", "")
            if not identifier.isdecimal() or not 0 < int(identifier) < 1 << 63:
                raise _unparsable("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = identifier
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "pre" and (language := self._language_of_code(entity)):
            entity["language"] = language
        elif opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
            entity["language"] = opened.attributes["class"].removeprefix("language-")
        self.entities.append(entity)

    def _language_of_code(self, pre: Json) -> str | None:
        """Join `<pre><code class="language-…">` into one block, as the server does."""
        if not self.entities:
            return None
        last = self.entities[-1]
        if last["type"] != "code" or (last["offset"], last["length"]) != (pre["offset"], pre["length"]):
            return None
        language: str | None = last.get("language")
        if language:
            self.entities.pop()
        return language

    def _bytes(self, position: int) -> int:
        return len(self.html[:position].encode())


def _decode(text: str, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(text, at)
    if found is None:
        return "&", at + 1
    hexadecimal, decimal, named = found.groups()
    if named:
        decoded = _NAMED.get(named, "")
    else:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        decoded = chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    return (decoded, found.end()) if decoded else ("&", at + 1)


def _unparsable(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


def utf16_length(text: str) -> int:
    """Count as Telegram counts offsets: a character outside the basic plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(html: str) -> tuple[str, list[Json]]:
    """Split marked-up text into plain text and `MessageEntity` objects with UTF-16 offsets.

    Errors: `Refused` with the server's words and the byte offset of the mistake.
    """
    if "<" not in html and "&" not in html:
        return html, []
    reader = _Reader(html)
    reader.read()
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    reader.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.parts), reader.entities
