"""The labels that hromadas put before their goals: "Стратегічна ціль А.", "Б 6.", "2.2", "ОЦ1.3.", "IV."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

Key = tuple[int | str, ...]

_UPPER = r"[A-ZА-ЯІЇЄҐ«\"“„(]"
_PART = r"\d{1,2}(?!\d)"
_NEXT = rf"(?:(?:\s?\.|\.\s(?=\d\d?\.)){_PART})"
_MORE = rf"{_NEXT}{{0,5}}"
_PLACEHOLDER = r"\s?\.[xXхХ](?!\w)"
_ROMAN = r"[IVXІХⅠ-Ⅻ]{1,5}"
_LETTER = r"[A-ZА-ЯІЇЄҐ]"
_NUMBER = rf"(?:{_PART}{_MORE}(?:{_PLACEHOLDER})?|{_ROMAN}(?!\w){_MORE}|{_LETTER}(?:\s?\.?\s?{_PART}{_MORE})?(?!\w))"
_DEEP = rf"(?:(?:{_PART}|{_ROMAN}){_MORE}(?:{_NEXT}|{_PLACEHOLDER})|{_LETTER}(?:\.\s?)?{_PART}{_MORE})"
_WORDS = {
    0: r"(?i:стратегічн\w+\s+(?:ціл[ьі]|напрям(?:ок)?|пріоритет))|СЦ",
    1: r"(?i:(?:оператив|операцій)н\w+\s+(?:ціл[ьі]|завдання))|ОЦ",
    2: r"(?i:завдання|захід)",
    None: r"(?i:ціль|напрям(?:ок)?|пріоритет|сфера|про[єе]кт)",
}
_WORD = re.compile("|".join(rf"(?P<r{rank}>{words})" for rank, words in _WORDS.items()) + r"(?!\w)")
_AFTER_WORD = re.compile(rf"\s*№?\s*(?P<code>{_NUMBER})(?:\s*[.:)]+\s*|\s+[–—-]+\s*|\s+(?={_UPPER}|\d)|\s*$)")
_ALONE = (
    re.compile(rf"(?P<code>{_DEEP})(?:\s?[.:)]+\s*(?={_UPPER})|\s*(?={_UPPER})|\s?[.)]+\s+|\s?[.)]*$)"),
    re.compile(rf"(?P<code>{_LETTER}\s{_PART}{_MORE})\s?[.)]\s*"),
    re.compile(rf"(?P<code>{_PART})\s?[.)](?:\s*(?=[^\W\d]|[«\"“„(])|\s+|$)"),
    re.compile(rf"(?P<code>{_ROMAN}|{_LETTER})[.)](?:\s*(?={_UPPER})|\s+|$)"),
)
_BARE = {
    True: re.compile(rf"\s*[.:–—-]\s*|\s+(?={_UPPER})|\s*$"),
    False: re.compile(r"\s*:\s*|\s*$"),
}
_INLINE = re.compile(rf"\s(?=(?:(?:{_WORD.pattern})\s?)?{_DEEP}\.?\s?{_UPPER})")
_SEVERAL = re.compile(r"(?i:\w+\s+)?(?i:цілі|напрями|пріоритети|завдання)\s*[.:]?")
"""The name of a chapter: "3. Стратегічні цілі"."""
_LABEL_ROOM = 60
_MAX_INLINE = 1000
_MAX_REPEATS = 2
_LOOK_ALIKE = str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ")
_ROMANS = {"І": 1, "ІІ": 2, "ІІІ": 3, "ІV": 4, "V": 5, "VІ": 6, "VІІ": 7, "VІІІ": 8, "ІХ": 9, "Х": 10}
_ROMAN_SIGNS = {chr(0x2160 + n): n + 1 for n in range(12)}


@dataclass(frozen=True, slots=True)
class Label:
    """What stood before the wording.

    Shapes: `code` is the number as written, without spaces ("1.1", "А2", "IV"); "" when there were only words or a
    placeholder ("1.x"). `key` is the number to compare by: look-alike letters folded, Roman numerals as integers; a
    placeholder leaves the key of its parent. `rank` is 0 strategic, 1 operational, 2 task where the words say so;
    `word` is the first word, lower case; `closed` tells "1)" from "1."; `open_` says that
    the last part is still to be given.
    """

    code: str = ""
    key: Key = ()
    rank: int | None = None
    word: str = ""
    roman: bool = False
    closed: bool = False
    open_: bool = False

    @property
    def depth(self) -> int:
        """How many parts the number has: 2 for "1.1" and for "1.x"."""
        return len(self.key) + self.open_

    @property
    def prefix(self) -> Key:
        """The number of the goal above, as the label names it."""
        return self.key if self.open_ else self.key[:-1]

    @property
    def style(self) -> tuple[str | int | bool, ...]:
        """What two labels of one list have in common."""
        return self.word, self.depth, self.roman, self.closed, bool(self.key) and isinstance(self.key[0], str)

    @property
    def doubtful(self) -> bool:
        """A lone letter without a word: a label only when its list has begun with "А"; else initials."""
        return not self.word and len(self.key) == 1 and isinstance(self.key[0], str)


_CAPTION = re.compile(
    r"(?:(?:стратегічн|оперативн|операційн)\w+|,|/|та|і|й|ціл[ьі]|завдан\w+|пріоритет\w*|напрям\w*|заход\w*|сфер\w*|орієнтовн\w+"
    r"|рівень|реалізації|про[єе]кт\w*|розвитку|громади|код|назва|№|з/п|n"
    r"|strategic|operational|goals?|objectives?|tasks?|code|title|text|id|[\s_])+:?",
    re.IGNORECASE,
)


_BARE_NUMBER = re.compile(r"(\d{1,2})\s+(?=[А-ЯІЇЄҐA-Z«])")


def read_bare(text: str, below: str) -> tuple[Label, str] | None:
    """Read "1 Люди" as a label where "1.1" stands below; anywhere else a bare number belongs to the wording."""
    bare = _BARE_NUMBER.match(text)
    label, _ = read_label(below)
    if bare is None or label is None or label.key != (int(bare[1]), 1):
        return None
    return Label(bare[1], (int(bare[1]),)), text[bare.end() :]


_TITLE = re.compile(
    r"(?:проєкт\s+)?(?:стратегія|план|програма|концепція|додаток|дерево цілей|система цілей|цілі|перелік)(?!\w)",
    re.IGNORECASE,
)


def is_title(text: str) -> bool:
    """Tell what a document calls itself ("Стратегія розвитку громади") from a goal; to be asked of its first line."""
    return _TITLE.match(text) is not None


_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{0,4}$|…[….\s]*\d{1,4}$|\S\t+\d{1,4}$")


def is_contents(text: str) -> bool:
    """Tell a line of a table of contents, which leads to a page, from a goal."""
    return _LEADERS.search(text) is not None


def is_caption(text: str) -> bool:
    """Tell the head of a column or a list ("Оперативні цілі", "Завдання:") from a goal."""
    return len(text) <= 60 and _CAPTION.fullmatch(text) is not None


@lru_cache(maxsize=64)
def read_label(text: str) -> tuple[Label | None, str]:
    """Split a goal into its label and its wording.

    A label said twice ("Стратегічна ціль 1. СЦ 1. …", "1. Ціль 1: …") is taken off whole; its first number counts.
    """
    label, rest = _one_label(text)
    for _ in range(_MAX_REPEATS):
        again, shorter = _one_label(rest)
        if label is None or again is None or not _same_place(label, again) or _SEVERAL.fullmatch(rest):
            break
        numbered = label if label.code or label.open_ else again
        rank = again.rank if label.rank is None else label.rank
        label, rest = replace(numbered, rank=rank, word=label.word or again.word), shorter
    return label, rest


def split_inline(text: str) -> Iterator[str]:
    """Cut a paragraph where the numbering goes on inside it: "1.1.1. … 1.1.2. …"."""
    label, _ = read_label(text)
    start = 0
    if label is not None and label.key:
        for found in islice(_INLINE.finditer(text), _MAX_INLINE):
            following, _ = read_label(text[found.end() : found.end() + _LABEL_ROOM])
            if following is not None and _follows(label.key, following.key):
                yield text[start : found.start()].strip()
                start, label = found.end(), following
    yield text[start:].strip()


def _one_label(text: str) -> tuple[Label | None, str]:
    if (word := _WORD.match(text)) is not None:
        rank = next((rank for rank in (0, 1, 2) if word[f"r{rank}"]), None)
        named = Label(rank=rank, word=word[0].split()[0].casefold())
        if (number := _AFTER_WORD.match(text, word.end())) is not None:
            return _numbered(number["code"], named), text[number.end() :]
        if (end := _BARE[rank in (0, 1)].match(text, word.end())) is not None:
            return named, text[end.end() :]
        return None, text
    for pattern in _ALONE:
        if (number := pattern.match(text)) is not None:
            return _numbered(number["code"], Label(closed=")" in number[0])), text[number.end() :]
    return None, text


def _numbered(written: str, named: Label) -> Label:
    code = re.sub(r"\s", "", written)
    parts = re.findall(r"\d+|[^\W\d]+", code.translate(_LOOK_ALIKE)) or [code]
    first = parts[0]
    number = _ROMANS.get(first) or _ROMAN_SIGNS.get(first)
    key: list[int | str] = [number or (int(first) if first.isdecimal() else first)]
    key += [int(part) for part in parts[1:] if part.isdecimal()]
    open_ = len(key) < len(parts)
    return replace(named, code="" if open_ else code, key=tuple(key), roman=number is not None, open_=open_)


def _same_place(label: Label, again: Label) -> bool:
    if label.rank is not None and again.rank not in (None, label.rank):
        return False
    if not label.code and not label.open_:
        return bool(again.code)
    return bool(again.word) or len(again.key) > 1


def _follows(before: Key, after: Key) -> bool:
    """Say whether `after` may stand next: the next sibling, the first child, or the next of something above."""
    if after == (*before, 1):
        return True
    depth = len(after)
    if not 0 < depth <= len(before) or after[:-1] != before[: depth - 1]:
        return False
    old, new = before[depth - 1], after[-1]
    return isinstance(old, int) and isinstance(new, int) and new == old + 1
