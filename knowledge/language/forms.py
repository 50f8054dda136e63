"""Word forms: from a word as written to the key under which all its forms are found."""

from functools import lru_cache
from types import MappingProxyType

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from knowledge.language.letters import skeleton, stem

_SUPPLETIVE = MappingProxyType({"діти": "дитина", "люди": "людина", "ліпший": "кращий", "найкращий": "кращий"})


@lru_cache(maxsize=65536)
def _look_up(word: str, language: str) -> str | None:
    dictionary = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language)
    plain = word.replace("’", "'")
    found = dictionary.get(plain) or dictionary.get(plain.capitalize())
    return found.lower().replace("'", "’") if found else None


def lemma(word: str) -> str | None:
    """The dictionary form of a lower-case word, Ukrainian before Russian; None for an unknown word.

    Source: simplemma 2.0 through its front-coded reader, which needs 35 MB for both languages instead of 230;
    both load in 1.3 s, a look-up takes 8 µs and is remembered.
    """
    found = _look_up(word, "uk") or _look_up(word, "ru")
    return _SUPPLETIVE.get(found, found) if found else None


def ukrainian(word: str) -> bool:
    return _look_up(word, "uk") is not None


def known(word: str) -> bool:
    return lemma(word) is not None


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The key of a lower-case word: the stem of its lemma's skeleton, the same for all forms and most misspellings."""
    found = lemma(word)
    return stem(skeleton(found or word), lemma=found is not None)
