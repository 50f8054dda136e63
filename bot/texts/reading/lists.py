"""Read lists as people paste them or keep them in a table: options, groups, districts; a line each.

Nothing is taken from a list in which a line is wrong; the error names the line.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import PurePath

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.rounds import MAX_OPTIONS, District, Option, OptionClass
from bot.domain.wording import MAX_TEXT, has_words, tidy
from bot.texts.reading.money import read_money
from knowledge.importers import ImportFailed
from knowledge.importers.decode import decode

COLUMNS = ("title", "cost", "author", "place", "topic", "class", "details")
"""Parts of an option's line in this order; a table may name them in its first line, in any order."""

HEADERS = {
    "title": ("назва", "назва проєкту", "назва проекту", "проєкт", "варіант", "title", "name"),
    "cost": ("вартість", "вартість, грн", "вартість (грн)", "кошторис", "сума", "cost"),
    "author": ("автор", "авторка", "автор проєкту", "author"),
    "place": ("місце", "адреса", "місце реалізації", "place"),
    "topic": ("тема", "категорія", "напрям", "topic", "category"),
    "class": ("група", "class", "group"),
    "details": ("опис", "короткий опис", "details", "description"),
}
NUMBERING = ("", "№", "№ з/п", "з/п", "#")
_BY_HEADER = {written: column for column, names in HEADERS.items() for written in names}
_BULLET = re.compile(r"^\s*(?:[•*–—-]|\d{1,2}[.)])\s+")

FILE_TYPES = frozenset({".csv", ".tsv", ".txt"})
MAX_BYTES = 256 * 1024
"""Of a file: sixty options with long descriptions take half of it."""

MAX_CLASSES, MAX_DISTRICTS, MAX_NAME = 10, 60, 60

Line = tuple[int, list[str]]
"""A line's number from 1 and its parts."""


def read_options(written: str, classes: Sequence[OptionClass] = ()) -> list[Option]:
    """Read options. Parts are parted by semicolons or TABs; a table whose first line names them may use commas.

    Errors: `NotAllowed` for an empty list, the 61st option, or a line that is wrong.
    """
    lines = list(_lines(written))
    order: Sequence[str] = COLUMNS
    if lines and (named := _header(lines[0][1])):
        order, lines = named, lines[1:]
    if not lines:
        raise NotAllowed("lists.empty")
    found: dict[str, tuple[int, Option]] = {}
    for number, parts in lines:
        option = _option(number, _by_column(order, parts), classes)
        first, _ = found.setdefault(option.title.casefold(), (number, option))
        if first != number:
            raise NotAllowed("lists.line_twice", line=number, first=first, name=option.title)
        if len(found) > MAX_OPTIONS:
            raise NotAllowed("lists.line_too_many", line=number, limit=MAX_OPTIONS)
    return [option for _, option in found.values()]


def check_type(name: str) -> None:
    """Let a file pass that is named like a list.

    Errors: `NotAllowed`.
    """
    if PurePath(name).suffix.lower() not in FILE_TYPES:
        raise NotAllowed("files.wrong_type")


def decode_list(content: bytes) -> str:
    """Give the text of a file for `read_options`.

    Errors: `NotAllowed` for what is no text.
    """
    try:
        return decode(content)
    except ImportFailed as error:
        raise NotAllowed("files.not_text") from error


def read_classes(written: str) -> tuple[OptionClass, ...]:
    """Read «Назва; скільки можна обрати», a line each.

    Errors: `NotAllowed` as `read_options`, and for a group without its limit.
    """
    named = _named(written, MAX_CLASSES)
    for number, _, limit in named:
        if limit is None or limit < 1:
            raise NotAllowed("lists.line_no_limit", line=number)
    return tuple(OptionClass(name, limit or 0) for _, name, limit in named)


def read_districts(written: str) -> tuple[District, ...]:
    """Read «Назва; населення», a line each; the population may be missing.

    Errors: `NotAllowed` as `read_options`.
    """
    return tuple(District(name, population or 0) for _, name, population in _named(written, MAX_DISTRICTS))


def _named(written: str, most: int) -> list[tuple[int, str, int | None]]:
    found: dict[str, tuple[int, str, int | None]] = {}
    for line, parts in _lines(written):
        name = _text(line, parts[0], MAX_NAME)
        first, *_ = found.setdefault(name.casefold(), (line, name, _number(line, parts[1] if parts[1:] else "")))
        if first != line:
            raise NotAllowed("lists.line_twice", line=line, first=first, name=name)
        if len(found) > most:
            raise NotAllowed("lists.line_too_many", line=line, limit=most)
    if not found:
        raise NotAllowed("lists.empty")
    return list(found.values())


def _lines(written: str) -> Iterator[Line]:
    """Cut a text into lines and parts; lines without words are left out, their numbers are not."""
    text = written.replace("\r\n", "\n").replace("\r", "\n")
    for number, parts in _rows(text, _parting(text)):
        tidied = [part.strip() for part in parts]
        if any(tidied):
            tidied[0] = _BULLET.sub("", tidied[0])
            yield number, tidied


def _parting(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    if "\t" in first:
        return "\t"
    is_table = ";" not in first and len([name for name in first.split(",") if _plain(name) in _BY_HEADER]) > 1
    return "," if is_table else ";"


def _rows(text: str, parting: str) -> list[Line]:
    """Read a table with its quoted parts, which may go over several lines; else each line for itself."""
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=parting, strict=True)
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error:
        return [(number, line.split(parting)) for number, line in enumerate(text.split("\n"), 1)]


def _header(parts: Sequence[str]) -> list[str] | None:
    """The columns that a first line names; None when it is an option already."""
    columns = [_BY_HEADER.get(_plain(part), "") for part in parts]
    if "title" not in columns:
        return None
    for part, column in zip(parts, columns, strict=True):
        if not column and _plain(part) not in NUMBERING:
            raise NotAllowed("lists.unknown_column", name=part[:40])
    return columns


def _plain(name: str) -> str:
    return " ".join(name.strip(" \"'").casefold().split())


def _by_column(order: Sequence[str], parts: Sequence[str]) -> dict[str, str]:
    """Give each part its column; semicolons too many belong to the last one, the description."""
    last = len(order) - 1
    parts = [*parts[:last], "; ".join(parts[last:])]
    return dict(zip(order, parts, strict=False))


def _option(line: int, parts: dict[str, str], classes: Sequence[OptionClass]) -> Option:
    def text(name: str) -> str:
        return _text(line, parts.get(name, ""), MAX_TEXT[name], name)

    return Option(
        id=0,
        round=0,
        position=0,
        title=text("title"),
        details=text("details"),
        cost_kop=_cost(line, parts.get("cost", "")),
        author=text("author"),
        place=text("place"),
        topic=text("topic"),
        option_class=_class(line, parts.get("class", ""), classes),
    )


def _text(line: int, written: str, limit: int, name: str = "title") -> str:
    text = tidy(written, one_line=name != "details")
    if name == "title" and not has_words(text):
        raise NotAllowed("lists.line_no_title", line=line)
    if len(text) > limit:
        raise NotAllowed("lists.line_too_long", line=line, limit=limit)
    return text


def _cost(line: int, written: str) -> int | None:
    if not written:
        return None
    try:
        return read_money(written)
    except DomainError as error:
        if error.key == "money.negative":
            raise NotAllowed("lists.line_negative_cost", line=line) from error
        raise NotAllowed("lists.line_wrong_cost", line=line, written=written[:40]) from error


def _class(line: int, written: str, classes: Sequence[OptionClass]) -> int | None:
    if not written:
        return None
    for index, one in enumerate(classes):
        if one.name.casefold() == written.casefold():
            return index
    raise NotAllowed("lists.line_no_such_class", line=line, name=written[:40])


def _number(line: int, written: str) -> int | None:
    digits = re.sub(r"[\s’']", "", written)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        raise NotAllowed("lists.line_wrong_number", line=line, written=written[:40])
    return int(digits)
