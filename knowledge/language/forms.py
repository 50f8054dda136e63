"""Word forms: from a word as written to the key under which all its forms are found."""

from functools import lru_cache
from types import MappingProxyType

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from knowledge.language.letters import skeleton, stem

_ONE_WORD = MappingProxyType({"діти": "дитина", "люди": "людина", "найкращий": "кращий"})
"""Plurals and degrees that the dictionary keeps apart from their word."""
_AS_UKRAINIAN = str.maketrans("иыэёъ", "іиее’")


@lru_cache(maxsize=4096)
def _look_up(word: str, language: str) -> str | None:
    dictionary = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language)
    plain = word.replace("’", "'")
    found = dictionary.get(plain) or dictionary.get(plain.capitalize())
    return found.lower().replace("'", "’") if found else None


def ukrainian(word: str) -> str | None:
    """The Ukrainian dictionary form of a lower-case word.

    Source: simplemma 2.0 through its front-coded reader, which needs 35 MB for Ukrainian and Russian instead of 230;
    both load in 1.3 s, a look-up takes 8 µs and is remembered.
    """
    found = _look_up(word, "uk")
    return _ONE_WORD.get(found, found) if found else None


def russian(word: str) -> str | None:
    """The Russian dictionary form of a lower-case word."""
    return _look_up(word, "ru")


def known(word: str) -> bool:
    return ukrainian(word) is not None or russian(word) is not None


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The key of a lower-case word, the same for all its forms.

    A Ukrainian word's is its lemma. A Russian word that is the same in Ukrainian but for spelling ("экономика") has the
    Ukrainian key. Any other word has the stem of its skeleton.
    """
    found = ukrainian(word)
    if found:
        return found
    foreign = russian(word)
    if not foreign:
        return stem(skeleton(word), lemma=False)
    for twin in (foreign, foreign.translate(_AS_UKRAINIAN)):
        found = ukrainian(twin)
        if found and skeleton(found) == skeleton(twin):
            return found
    return stem(skeleton(foreign), lemma=True)
