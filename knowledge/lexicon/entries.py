"""What the lexicon's files say: concepts, and classes of messages outside the goals."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Verdict


class Strength(StrEnum):
    """How much a phrase tells: outright, only beside another word, or that the thing is *not* meant."""

    STRONG = "strong"
    WEAK = "weak"
    TRAP = "trap"


@dataclass(frozen=True, slots=True)
class Concept:
    """A subject of local government with the words for it.

    Shapes: `broader` are ids of wider concepts; `subject` the field it belongs to: the beginning of its file's name.
    """

    id: str
    name: str
    subject: str = ""
    broader: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    surzhyk: tuple[str, ...] = ()
    russian: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()

    def phrases(self) -> Iterator[tuple[str, Strength]]:
        for text in (self.name, *self.official, *self.everyday, *self.surzhyk, *self.russian):
            yield text, Strength.STRONG
        for text in self.weak:
            yield text, Strength.WEAK
        for text in self.traps:
            yield text, Strength.TRAP


@dataclass(frozen=True, slots=True)
class Outside:
    """A class of messages that are no question about goals. `topic` names the kind of an emergency."""

    verdict: Verdict
    topic: str | None = None
    cues: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()

    def phrases(self) -> Iterator[tuple[str, Strength]]:
        for text in self.cues:
            yield text, Strength.STRONG
        for text in self.hints:
            yield text, Strength.WEAK
        for text in self.traps:
            yield text, Strength.TRAP
