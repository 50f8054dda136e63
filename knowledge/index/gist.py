"""What a message is about, short enough to keep and to compare, so that it is seen when two people ask the same."""

from dataclasses import dataclass

from knowledge.index.question import Question

GENERAL = 0.3
"""What a word that goes with everything ("новий", "район") weighs beside one that says something."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked about: its words and concepts, any of which makes two parts the same."""

    signs: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Gist:
    """Everything that a message asks about. Empty for one that says nothing."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, question: Question) -> "Gist":
        return cls(tuple(_part(question, subject.words, subject.concepts) for subject in question.subjects))

    @property
    def weight(self) -> float:
        return sum(part.weight for part in self.parts)

    def shared(self, other: "Gist") -> float:
        """How much of this gist the other has too."""
        return sum(part.weight for part in self.parts if any(part.signs & one.signs for one in other.parts))


def _part(question: Question, words: frozenset[int], concepts: frozenset[str]) -> Part:
    asked = [question.words[number] for number in words]
    signs = {word.key for word in asked} | {f"#{concept}" for concept in concepts}
    is_general = not concepts and all(word.general for word in asked)
    return Part(frozenset(signs), GENERAL if is_general else 1.0)


def alike(one: Gist, other: Gist) -> float:
    """Say how much two messages ask the same, 0…1: the share of both that the other has too."""
    whole = one.weight + other.weight
    return (one.shared(other) + other.shared(one)) / whole if whole else 0.0
