"""Words of asking: fillers, words every plan has, openings of follow-ups, names of levels (`fillers.toml`)."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.language.forms import key
from knowledge.language.letters import clean, skeleton
from knowledge.language.links import is_link
from knowledge.lexicon.phrases import Phrases, Token, compile_phrase
from knowledge.model import Level

FILE = "fillers.toml"
_LISTS = ("fillers", "generic", "followups")
_SHORTEST_BY_KEY = 4
"""Shorter fillers are known only as written: their lemmas are often those of other words."""


@dataclass(frozen=True, slots=True)
class SpeechLists:
    """The file as it stands; every list holds words or phrases."""

    fillers: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    followups: tuple[str, ...] = ()
    levels: tuple[tuple[Level, tuple[str, ...]], ...] = ()


NO_SPEECH = SpeechLists()


def read_speech(folder: Path, faults: list[str]) -> SpeechLists:
    """Read `fillers.toml`; a missing file is an empty one, faults are named."""
    path = folder / FILE
    if not path.exists():
        return SpeechLists()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        faults.append(f"{FILE}: {fault}")
        return SpeechLists()
    levels = tables.pop("levels", {})
    faults += [f"{FILE}: unknown list {name}" for name in tables.keys() - set(_LISTS)]
    faults += [f"{FILE}: no level {name}" for name in levels.keys() - set(Level)]
    return SpeechLists(
        fillers=_texts(tables.get("fillers", ())),
        generic=_texts(tables.get("generic", ())),
        followups=_texts(tables.get("followups", ())),
        levels=tuple((Level(name), _texts(texts)) for name, texts in levels.items() if name in set(Level)),
    )


def _texts(items: Iterable[object]) -> tuple[str, ...]:
    return tuple(clean(item).lower() for item in items if isinstance(item, str) and item.strip())


class Speech:
    """The lists, compiled for looking up."""

    def __init__(self, lists: SpeechLists) -> None:
        single = [text for text in lists.fillers if " " not in text]
        self._filler_bones = frozenset(map(skeleton, single))
        self._filler_keys = frozenset(key(w) for w in single if len(w) >= _SHORTEST_BY_KEY)
        self._general = frozenset(key(text) for text in lists.generic if " " not in text)
        self._filler_phrases = Phrases(
            (compile_phrase(text, whole=True), "filler") for text in lists.fillers if " " in text
        )
        self._openings = frozenset(tuple(text.split()) for text in lists.followups)
        self._opening_lengths = sorted({len(opening) for opening in self._openings})
        self.levels: Mapping[Level, tuple[str, ...]] = dict(lists.levels)
        self.words = frozenset(word for text in (*lists.fillers, *lists.generic) for word in text.split())

    def is_filler(self, word: str) -> bool:
        """Tell whether a lower-case word says nothing about the subject."""
        if is_link(word) or skeleton(word) in self._filler_bones:
            return True
        return len(word) >= _SHORTEST_BY_KEY and key(word) in self._filler_keys

    def is_general(self, word_key: str) -> bool:
        """Tell whether a key is a word that nearly every goal has ("розвиток", "забезпечення")."""
        return word_key in self._general

    def courtesies(self, tokens: Sequence[Token]) -> set[int]:
        """The places of words that are fillers only together ("будь ласка")."""
        return {place for found in self._filler_phrases.find(tokens) for place in found.at}

    def opening(self, words: Sequence[str]) -> int:
        """How many words a message begins with the way people go on asking ("а для …"); 0 for any other message."""
        beginnings = (tuple(words[:length]) for length in self._opening_lengths)
        return max((len(beginning) for beginning in beginnings if beginning in self._openings), default=0)
