"""Words that carry no subject: they are not searched for."""

from functools import lru_cache
from pathlib import Path

from knowledge.language.forms import key
from knowledge.language.letters import clean, skeleton

_FILE = Path(__file__).with_name("fillers.txt")


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    """The words of `fillers.txt` by group: skeletons as written, and keys."""
    groups: dict[str, set[str]] = {}
    name = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("["):
            name = text.strip("[]")
            groups[name] = set()
            continue
        groups.setdefault(name, set()).update(clean(text).lower().split())
    return {
        "links": frozenset(skeleton(w) for w in groups["links"]),
        "fillers": frozenset(skeleton(w) for w in groups["fillers"]),
        "filler keys": frozenset(key(w) for w in groups["fillers"] if len(w) > 3),
        "general": frozenset(key(w) for w in groups["general"]),
    }


def is_link(word: str) -> bool:
    """Whether a word only joins others: a preposition, a conjunction, a particle."""
    return skeleton(word) in _groups()["links"]


def is_filler(word: str) -> bool:
    """Whether a word says nothing about the subject: a link, a pronoun, a word of asking or planning."""
    groups = _groups()
    bones = skeleton(word)
    return bones in groups["links"] or bones in groups["fillers"] or key(word) in groups["filler keys"]


def is_general(word_key: str) -> bool:
    """Whether a key is a word that nearly every goal has ("розвиток", "забезпечення")."""
    return word_key in _groups()["general"]
