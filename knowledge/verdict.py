"""What a message deserves: an answer, a choice, an honest "unknown", or a word of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.lexicon import Lexicon
from knowledge.lexicon.phrases import Token
from knowledge.model import Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    confidence: float
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    top: float
    elsewhere: bool


class Judge:
    """Judges messages by the lexicon's signs and by how much of the question the goals cover."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def at_once(self, tokens: Sequence[Token]) -> Judgement | None:
        """What needs no search: emergencies, small talk, noise."""
        signs = [s for s in self._lexicon.signs(tokens) if s.cue]
        emergency = next((s for s in signs if s.verdict is Verdict.EMERGENCY), None)
        if emergency:
            return Judgement(Verdict.EMERGENCY, 1.0, emergency.topic)
        if not tokens:
            return Judgement(Verdict.NOISE, 1.0)
        return None

    def weigh(self, evidence: Evidence) -> Judgement:
        if evidence.top <= 0 or evidence.elsewhere:
            return Judgement(Verdict.UNKNOWN, 0.0)
        confidence = min(1.0, evidence.top / 4)
        verdict = Verdict.ANSWER if confidence > 0.5 else Verdict.CHOICE
        return Judgement(verdict, confidence)
