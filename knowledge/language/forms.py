"""Word forms: from a word as written to the key under which all its forms are found."""

import re
from functools import lru_cache
from sys import intern
from types import MappingProxyType

from knowledge.language.dictionary import dictionary
from knowledge.language.letters import skeleton, stem
from knowledge.language.russian import counterparts, respelled
from knowledge.language.words import spelled

_UKRAINIAN = re.compile("[ІіЇїЄєҐґ’]")
_ONE_WORD = MappingProxyType({"діти": "дитина", "люди": "людина", "найкращий": "кращий"})
"""Plurals and degrees that the dictionary keeps apart from their word."""


@lru_cache(maxsize=4096)
def _look_up(word: str, language: str) -> str | None:
    forms = dictionary(language)
    plain = word.replace("’", "'")
    found = forms.get(plain) or forms.get(plain.capitalize())
    return intern(found.lower().replace("'", "’")) if found else None


def ukrainian(word: str) -> str | None:
    """The Ukrainian dictionary form of a lower-case word; a look-up takes 8 µs and is remembered."""
    found = _look_up(word, "uk")
    # The verb "діти" has the same dictionary form as the children: "куди дівати".
    return _ONE_WORD.get(found, found) if found and word.startswith(found[:3]) else found


def russian(word: str) -> str | None:
    """The Russian dictionary form of a lower-case word."""
    return _look_up(word, "ru")


def is_russian(text: str) -> bool:
    """Tell whether a text is Russian: nothing in it is only Ukrainian, and a word of it only Russian."""
    if _UKRAINIAN.search(text):
        return False
    lower = map(str.lower, spelled(text))
    return any(ukrainian(word) is None and russian(word) is not None for word in lower)


def forget() -> None:
    """Remember no word: those that an index is built from are hardly those that people ask with."""
    for remembered in (_look_up, key, key_in_russian, skeleton):
        remembered.cache_clear()


def known(word: str) -> bool:
    return ukrainian(word) is not None or russian(word) is not None


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """The key of a lower-case word, the same for all its forms and for the Russian word that means the same.

    A Ukrainian word's is its lemma, a Russian word's that of its Ukrainian counterpart. Any other word has the stem of
    its skeleton.
    """
    own = ukrainian(word)
    foreign = None if own else russian(word)
    return _counterpart(word, own, foreign) or own or _foreign_key(word, foreign)


@lru_cache(maxsize=4096)
def key_in_russian(word: str) -> str:
    """The key of a word of a Russian text, where what reads either way ("город") is Russian."""
    own, foreign = ukrainian(word), russian(word)
    return _counterpart(word, own, foreign, in_russian=True) or own or _foreign_key(word, foreign)


def _counterpart(word: str, own: str | None, foreign: str | None, *, in_russian: bool = False) -> str | None:
    """The key of what the list has for a word or for its dictionary form."""
    found = (counterparts().of(one, in_russian=in_russian) for one in dict.fromkeys((word, own, foreign)) if one)
    listed = next((one for one in found if one and one != own), None)
    return _own_key(listed) if listed else None


def _foreign_key(word: str, foreign: str | None) -> str:
    """The key of a word that is not Ukrainian: of what it must be in Ukrainian, else its stem."""
    if foreign:
        twin = next((one for one in respelled(foreign) if ukrainian(one) == one), None)
        return twin or stem(skeleton(foreign), lemma=True)
    return _own_key(counterparts().by_stem(stem(skeleton(word), lemma=False)) or word)


def _own_key(word: str) -> str:
    return ukrainian(word) or stem(skeleton(word), lemma=False)
