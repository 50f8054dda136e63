"""As many passages as one likes, like real ones: real goals with words changed for others of the same ending."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from knowledge import documents
from knowledge.library import Library
from knowledge.model import Community, Document, DocumentKind, Entry, Level, Source

REAL = Path(__file__).parents[3] / "shared" / "real" / "hromada_goals.jsonl"
"""Goals of 113 real hromadas (CC BY 4.0), where they lie beside the repository; else the shipped documents vary."""

N_HROMADAS = 1469
"""So many hromadas Ukraine has; 100,000 passages are 68 goals for each."""
CHANGED = 0.5
NEW = 0.4
"""The share of changed words that come from the dictionary, not from other goals; 43,000 words in 100,000 passages."""
N_NEW = 300_000
_ENDING = 3
_WORD = re.compile("[А-Яа-яІіЇїЄєҐґ’'-]{5,}")
_OF_A_PLACE = re.compile("[а-яіїєґ]{5,}ський")
_LABEL = re.compile(r"^(?:\w+ \w+ )?(?:ціль )?[\w.]{1,6}[.:]\s*", re.IGNORECASE)

Goal = tuple[str, Level, str, str | None]


def library(n_passages: int) -> Library:
    """Make as many passages, the same every time, in documents of as many hromadas as there are."""
    seeds = list(_seeds())
    chance = random.Random(n_passages)
    changed = _Words((text for goals in seeds for _, _, text, _ in goals), chance)
    communities = [_community(n, adjective) for n, adjective in enumerate(changed.of_places)]
    made: list[Document] = []
    entries: list[Entry] = []
    while len(entries) < n_passages:
        number = len(made)
        name, home = f"d{number}", communities[number % len(communities)].id
        made.append(Document(name, home, DocumentKind.STRATEGY, "Стратегія розвитку", Source("рада"), official=True))
        goals = seeds[number % len(seeds)]
        entries += [Entry(name, code, level, changed.vary(text), parent) for code, level, text, parent in goals]
    return Library(communities, made, entries[:n_passages])


def _seeds() -> Iterator[Sequence[Goal]]:
    if not REAL.exists():
        shipped = documents.load()
        for document in shipped.documents.values():
            yield [(e.code, e.level, e.text, e.parent) for e in shipped.entries if e.document == document.id]
        return
    for line in REAL.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        codes = {goal["id"]: str(number) for number, goal in enumerate(row["strategic"], 1)}
        goals: list[Goal] = [(codes[g["id"]], Level.STRATEGIC, _bare(g["text"]), None) for g in row["strategic"]]
        for number, goal in enumerate(row["operational"], 1):
            parent = codes.get(goal["parent"])
            goals.append((f"{parent or 0}.{number}", Level.OPERATIONAL, _bare(goal["text"]), parent))
        if goals:
            yield goals


def _bare(text: str) -> str:
    """The wording without its number, as the importers would leave it."""
    return _LABEL.sub("", text) or text


class _Words:
    """Words to put in place of others with the same last letters; frequent ones stay frequent."""

    def __init__(self, texts: Iterable[str], chance: random.Random) -> None:
        self._chance = chance
        self._used = _by_ending(word.lower() for text in texts for word in _WORD.findall(text))
        written = (word for word in LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("uk") if _WORD.fullmatch(word))
        dictionary = [word.lower() for word in written]
        self._new = _by_ending(chance.sample(dictionary, N_NEW))
        self.of_places = chance.sample([word for word in dictionary if _OF_A_PLACE.fullmatch(word)], N_HROMADAS)

    def vary(self, text: str) -> str:
        return _WORD.sub(lambda found: self._instead(found.group()), text)

    def _instead(self, word: str) -> str:
        if self._chance.random() > CHANGED:
            return word
        among = self._new if self._chance.random() < NEW else self._used
        other = self._chance.choice(among.get(word.lower()[-_ENDING:]) or [word])
        return other.capitalize() if word[0].isupper() else other


def _by_ending(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[word[-_ENDING:]].append(word)
    return found


def _community(number: int, of_a_place: str) -> Community:
    root = of_a_place.capitalize().removesuffix("ий")
    return Community(f"h{number}", f"{root}а громада", f"{root}a hromada", f"у {root}ій громаді", f"in {root}a hromada")
