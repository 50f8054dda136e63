"""What a Word document says of its paragraphs elsewhere: styles, headings, indents, and the numbers of its lists."""

import re
from dataclasses import dataclass, replace
from functools import cache

from knowledge.importers.package import Element

_HEADING = re.compile(r"(?:heading|заголовок)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|зміст)\s*\d|toc heading")
_DEEPEST_HEADING = 5
"""Deeper ones stand beside paragraphs in bold, which have rank 6."""
_N_LEVELS = 9
_MAX_INHERITED = 20
_MAX_TWIPS = 20_000
_LETTERS = {
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
}
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def child(element: Element | None, *path: str) -> Element | None:
    """Go down a path of tags, None where it ends."""
    for tag in path:
        element = element.find(tag) if element is not None else None
    return element


def value(element: Element | None) -> str:
    return element.get("val", "") if element is not None else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a paragraph.

    Shapes: `heading` is 0 for the title, then 1–5, None for none. `list_` names a list ("" for none), `level` counts
    from 0. `indent` is in twips. `contents` marks the lines of a table of contents.
    """

    heading: int | None = None
    list_: str = ""
    level: int = 0
    indent: int = 0
    contents: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int
    indent: int | None
    style: str


class Styles:
    """The styles and lists of one document; counts its lists as it is read from top to bottom."""

    def __init__(self, styles: Element, numbering: Element) -> None:
        self._styles = {style.get("styleId", ""): style for style in styles.iter("style")}
        self._default = next((key for key, one in self._styles.items() if _is_default(one)), "")
        self._lists = _Lists(numbering)
        self._of_style = cache(self._inherited)

    def of(self, paragraph: Element) -> Said:
        """Say what holds for a paragraph: its own words first, then its style's, then its list's."""
        own = child(paragraph, "pPr")
        style = value(child(own, "pStyle")) or self._default
        return self._lists.indented(_told(own, self._of_style(style)), child(own, "ind") is not None, style)

    def number(self, said: Said) -> tuple[str, bool]:
        """Count a paragraph and give the number that Word shows before it, and whether it is a bullet instead."""
        return self._lists.count(said.list_, said.level) if said.list_ else ("", False)

    def _inherited(self, style: str) -> Said:
        chain: list[Element] = []
        while style in self._styles and len(chain) < _MAX_INHERITED:
            chain.append(self._styles[style])
            style = value(child(chain[-1], "basedOn"))
        said = Said()
        for one in reversed(chain):
            name = value(child(one, "name")).casefold()
            said = _told(child(one, "pPr"), said)
            if (heading := _HEADING.match(name)) is not None:
                said = replace(said, heading=min(int(heading[1]), _DEEPEST_HEADING))
            elif name in ("title", "назва"):
                said = replace(said, heading=0)
            said = replace(said, contents=said.contents or _CONTENTS.match(name) is not None)
        return said


def _is_default(style: Element) -> bool:
    return style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on")


def _told(about: Element | None, said: Said) -> Said:
    """Put what a `pPr` says over what held before."""
    outline = _number(value(child(about, "outlineLvl")))
    if outline is not None:
        said = replace(said, heading=min(outline + 1, _DEEPEST_HEADING) if outline < _N_LEVELS else None)
    list_ = value(child(about, "numPr", "numId"))
    if list_:
        said = replace(said, list_="" if list_ == "0" else list_)
    level = _number(value(child(about, "numPr", "ilvl")))
    if level is not None:
        said = replace(said, level=min(level, _N_LEVELS - 1))
    indent = _indent(child(about, "ind"))
    return said if indent is None else replace(said, indent=indent)


def _indent(element: Element | None) -> int | None:
    if element is None:
        return None
    said = element.get("left") or element.get("start")
    number = _number(said.split(".")[0].lstrip("-")) if said else None
    return None if number is None else 0 if said and said.startswith("-") else min(number, _MAX_TWIPS)


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 7 else None


class _Lists:
    """Word's lists. Those with one definition count on together; an override starts one anew."""

    def __init__(self, numbering: Element) -> None:
        abstract = {one.get("abstractNumId", ""): one for one in numbering.iter("abstractNum")}
        linked = {
            value(child(one, "styleLink")): key for key, one in abstract.items() if child(one, "styleLink") is not None
        }
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        for one in numbering.iter("num"):
            key = one.get("numId", "")
            found = value(child(one, "abstractNumId"))
            self._abstract[key] = linked.get(value(child(abstract.get(found), "numStyleLink")), found)
            self._starts[key] = {
                int(over.get("ilvl", "0")): start
                for over in one.iter("lvlOverride")
                if over.get("ilvl", "0").isdecimal()
                and (start := _number(value(child(over, "startOverride")))) is not None
            }
        self._levels = {
            key: [_level(one) for one in definition.iter("lvl")][:_N_LEVELS] for key, definition in abstract.items()
        }
        self._counts: dict[str, list[int | None]] = {}

    def indented(self, said: Said, has_indent: bool, style: str) -> Said:
        """Add what the list says: the level that belongs to the style, the indent unless the paragraph has its own."""
        levels = self._levels.get(self._abstract.get(said.list_, ""), [])
        if not levels:
            return replace(said, list_="", level=0)
        level = next((n for n, one in enumerate(levels) if one.style and one.style == style), said.level)
        indent = levels[level].indent if level < len(levels) else None
        return replace(said, level=level, indent=said.indent if has_indent or indent is None else indent)

    def count(self, list_: str, level: int) -> tuple[str, bool]:
        key = self._abstract[list_]
        levels = self._levels[key]
        if level >= len(levels):
            return "", False
        counts = self._counts.setdefault(key, [None] * _N_LEVELS)
        for n, start in self._starts.pop(list_, {}).items():
            if n < _N_LEVELS:
                counts[n] = start - 1
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (_N_LEVELS - level - 1)
        if levels[level].format == "bullet":
            return "", True
        return re.sub(
            r"%([1-9])", lambda found: self._shown(levels, counts, int(found[1]) - 1), levels[level].text
        ), False

    @staticmethod
    def _shown(levels: list[_Level], counts: list[int | None], n: int) -> str:
        if n >= len(levels):
            return ""
        number = counts[n]
        return _written(levels[n].start if number is None else number, levels[n].format)


def _level(element: Element) -> _Level:
    return _Level(
        format=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")),
        start=_number(value(child(element, "start"))) or 1,
        indent=_indent(child(element, "pPr", "ind")),
        style=value(child(element, "pStyle")),
    )


def _written(number: int, form: str) -> str:
    if form == "none":
        return ""
    if (letters := _LETTERS.get(form)) is not None:
        return letters[(number - 1) % len(letters)]
    if form in ("upperRoman", "lowerRoman") and 0 < number < 40:
        written = ""
        for size, sign in _ROMAN:
            written += sign * (number // size)
            number %= size
        return written if form == "upperRoman" else written.lower()
    return str(number)
