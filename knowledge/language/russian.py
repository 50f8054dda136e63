"""Russian words in Ukrainian: by a list (`russian.txt`), else by the regular correspondences of the two languages."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from knowledge.language.letters import skeleton, stem

FILE = Path(__file__).with_name("russian.txt")

_ENDINGS = {
    "ироваться": "уватися юватися", "ировать": "увати ювати", "оваться": "уватися", "ываться": "уватися",
    "иваться": "уватися юватися", "овать": "увати", "ывать": "увати", "ивать": "увати ювати", "ться": "тися",
    "ть": "ти", "ение": "ення", "ание": "ання", "яние": "яння", "тие": "ття", "ье": "я", "ость": "ість", "ия": "ія",
    "ический": "ічний ичний", "еский": "еський ний", "ский": "ський", "ый": "ий", "ой": "ий", "ий": "ій ий",
    "ец": "ець", "арь": "ар", "ырь": "ир", "о": "о", "": "",
}  # fmt: skip
_BEGINNINGS = {
    "раз": "роз", "рас": "роз", "бес": "без", "под": "під", "от": "від", "из": "ви", "ис": "ви", "меж": "між",
}  # fmt: skip
_ALPHABET = "’абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_LETTERS: Mapping[str, Sequence[str]] = {"и": "иі", "ы": "и", "э": "е", "ё": ("е", "ьо", "йо"), "ъ": "’"}
_MOST_SPELLINGS = 16
_SHORTEST_STEM = 4
"""Shorter stems are those of too many words."""


class Counterparts:
    """The list, for looking up; a word marked `*` has the meaning given only in a Russian message."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._everywhere: dict[str, str] = {}
        self._in_russian: dict[str, str] = {}
        self._by_stem: dict[str, str] = {}
        for line in lines:
            own, _, foreign = line.partition(":")
            for word in () if line.startswith("#") else foreign.split():
                one = word.rstrip("*")
                (self._in_russian if one != word else self._everywhere)[one] = own
                bones = stem(skeleton(one), lemma=True)
                if one == word and len(bones) >= _SHORTEST_STEM:
                    self._by_stem.setdefault(bones, own)

    def of(self, word: str, *, in_russian: bool) -> str | None:
        """What a Russian word, as written or in its dictionary form, is in Ukrainian."""
        plain = word.replace("ё", "е")
        return self._everywhere.get(plain) or (self._in_russian.get(plain) if in_russian else None)

    def by_stem(self, bones: str) -> str | None:
        """What a word is that no dictionary knows but for its stem: Russian as Ukrainians spell it ("больніцу")."""
        return self._by_stem.get(bones)


def check(text: str) -> list[str]:
    """Name every fault of the list: `file:line: what is wrong`."""
    faults: list[str] = []
    seen: dict[str, int] = {}
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        own, colon, foreign = line.partition(": ")
        if line.startswith("#"):
            continue
        if not (own and colon and foreign.split()):
            faults.append(f"{FILE.name}:{number}: a line is «українське: російські», not «{line}»")
        if collated(own) <= collated(before):
            faults.append(f"{FILE.name}:{number}: «{own}» does not come after «{before}»")
        before = own
        faults += [
            f"{FILE.name}:{number}: «{word}» stands in line {seen[word]} as well"
            for word in foreign.replace("*", "").split()
            if seen.setdefault(word, number) != number
        ]
    return faults


def collated(word: str) -> list[int]:
    """A word's letters by their place in the Ukrainian alphabet."""
    return [_ALPHABET.find(letter) for letter in word]


@cache
def counterparts() -> Counterparts:
    with FILE.open(encoding="utf-8") as lines:
        return Counterparts(line.strip() for line in lines)


def respelled(word: str) -> Iterator[str]:
    """Ukrainian words that a Russian dictionary form may be, regular ones only; most of them do not exist."""
    ending = next(end for end in _ENDINGS if word.endswith(end))
    body = word.removesuffix(ending)
    start = next((one for one in _BEGINNINGS if body.startswith(one)), "")
    for beginning in dict.fromkeys((_BEGINNINGS.get(start, ""), start)):
        choices = [_LETTERS.get(letter, letter) for letter in body.removeprefix(start)]
        spellings = ("".join(one) for one in product(*choices))
        for spelling, _ in zip(spellings, range(_MOST_SPELLINGS), strict=False):
            yield from (beginning + spelling + end for end in _ENDINGS[ending].split() or [""])
