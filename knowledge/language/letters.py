"""Letters: one spelling for what people type in many."""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’ʼ‘`´′ʹ＇\u02bb"
_UNIFY = str.maketrans(dict.fromkeys(APOSTROPHES, "’"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0301\u0300]")
_CLEAN = re.compile("[А-Яа-яІіЇїЄєҐґЁёA-Za-z0-9 \n.,:;!?()«»’-]*")
"""Nearly every message: nothing in it has a second form."""
_LOOKALIKE = str.maketrans("aeiopcxykmthbABEIKMHOPCTX", "аеіорсхукмтнвАВЕІКМНОРСТХ")
_CYRILLIC_RUN = re.compile("[а-яіїєґёъыэ]", re.IGNORECASE)
_LATIN_RUN = re.compile("[a-z]", re.IGNORECASE)

_SKELETON = str.maketrans(
    {
        **dict.fromkeys("іїйы", "и"),
        **dict.fromkeys("єэё", "е"),
        **dict.fromkeys("ьъ’-", None),
        "ґ": "г",
        "щ": "шч",
        "я": "иа",
        "ю": "иу",
    }
)
_DOUBLED = re.compile(r"(.)\1+")

_ENDINGS = """
    иами ами иах ах иам ам ими ого его ому ему оиу еиу ои еи их им ом ем ов ев ив иу иа у а и е о
    тимут тимемо тимеш тиме тиму ти иут ут
"""
_ANY_ENDING = re.compile(f"(?:{'|'.join(sorted(_ENDINGS.split(), key=len, reverse=True))})$")
_LEMMA_ENDING = re.compile("(?:(?<=[аиеу])ти|иа|иу|[аиеоу])$")
_REFLEXIVE = re.compile("(?<=[тлви])(?:сиа|с)$")
_SHORTEST_STEM = 3


def clean(text: str) -> str:
    """Give compatible letters one form; drop stress marks and what cannot be seen; make every apostrophe `’`."""
    text = text.translate(_UNIFY)
    if _CLEAN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFD", text).replace("и\u0306", "й").replace("И\u0306", "Й"))
    return unicodedata.normalize("NFC", text).translate(_UNIFY)


def folded(text: str) -> str:
    """What two texts have in common whatever their case, apostrophes and spaces: one is found in the other by it."""
    return " ".join(clean(text).casefold().split())


def straighten(word: str) -> str:
    """Turn look-alike Latin letters inside a Cyrillic word into Cyrillic ones; other words stay."""
    latin, cyrillic = _LATIN_RUN.findall(word), _CYRILLIC_RUN.findall(word)
    if not latin or len(cyrillic) < len(latin):
        return word
    return word.translate(_LOOKALIKE)


@lru_cache(maxsize=1 << 13)
def skeleton(word: str) -> str:
    """Reduce a lower-case word to what misspellings leave alone.

    Shapes: `і и ї й ы` are one letter, so are `е є э ё`; `я` is `иа`, so that transliterated `ia` and `ya` agree
    with it; no soft sign, no apostrophe, no doubled letters.
    """
    return _DOUBLED.sub(r"\1", word.translate(_SKELETON)).replace("ие", "е")


def stem(bones: str, *, lemma: bool) -> str:
    """Cut the ending off a skeleton, leaving at least three letters; a lemma has few endings, an unknown word many."""
    bones = _REFLEXIVE.sub("", bones) if len(bones) > 5 else bones
    ending = _LEMMA_ENDING if lemma else _ANY_ENDING
    found = ending.search(bones, min(_SHORTEST_STEM, len(bones)))
    return bones[: found.start()] if found else bones
