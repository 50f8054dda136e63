"""What a message deserves: an answer, a choice, an honest "unknown", or a word of its own."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.lexicon import Lexicon, Sign
from knowledge.lexicon.phrases import Token
from knowledge.likeness import Likeness
from knowledge.model import Verdict

Kind = tuple[Verdict, str | None]
Like = tuple[Kind, float]

_SMALL_TALK = frozenset({Verdict.GREETING, Verdict.THANKS, Verdict.FAREWELL, Verdict.ABOUT, Verdict.CHATTER})
_BUSINESS = frozenset({Verdict.INCIDENT, Verdict.SERVICE, Verdict.PERSONAL, Verdict.OFFTOPIC, Verdict.ABUSE})

WEIGHTS: Mapping[str, Mapping[str, Mapping[str, float]]] = tomllib.loads(
    Path(__file__).with_name("verdict.toml").read_text(encoding="utf-8")
)
"""Weights of the numbers for two chances: that a goal answers the question, and that the first goal found does.
`knowledge.calibration` learns them; the file says from what and how well they foretell."""
EXISTS = 0.5
SURE = 0.6
ALIKE = 0.25
ALARM = 0.35
_NOTHING: Like = ((Verdict.UNKNOWN, None), 0.0)


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    confidence: float
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the judge needs it: its text, its tokens, which of them say something, which nobody knows."""

    text: str
    tokens: Sequence[Token]
    content: frozenset[int]
    unreadable: frozenset[int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the goals say to a question.

    Units: `explained`, `reachable` and `absent` are shares (0…1) of the question's weight: met by the best entry; met
    by any entry in scope; meant by the lexicon but by no entry in scope. `shared` is the share of the question's
    concepts that the best entry has, `unknown` that of words in no dictionary, `lead` how far the best is ahead of the
    second (0…1), `near` its centred cosine with the question, `elsewhere` 1 when a place the library lacks is named.
    """

    top: float
    lead: float
    explained: float
    reachable: float
    absent: float
    shared: float
    unknown: float
    n_words: int
    near: float = 0.0
    elsewhere: float = 0.0


class Judge:
    """Judges messages by the lexicon's signs, by likeness to its examples, and by what the goals cover."""

    def __init__(self, lexicon: Lexicon, *, with_meaning: bool = False) -> None:
        self._lexicon = lexicon
        self._weights = WEIGHTS["with meaning" if with_meaning else "without meaning"]
        self._likeness = Likeness.fit(
            [((one.verdict, one.topic), text) for one in lexicon.outside for text in one.examples]
        )

    def at_once(self, message: Message) -> Judgement | None:
        """Judge what needs no search: nothing readable, an emergency, small talk and nothing besides."""
        if not message.tokens or (message.content and message.content <= message.unreadable):
            return Judgement(Verdict.NOISE, 1.0)
        signs = self._lexicon.signs(message.tokens)
        asks = any(s.verdict is Verdict.ANSWER for s in signs)
        alarm = next((s for s in signs if s.cue and s.verdict is Verdict.EMERGENCY), None)
        if alarm and not asks:
            return Judgement(Verdict.EMERGENCY, 1.0, alarm.topic)
        likes = self._likeness.scores(message.text)
        (verdict, topic), score = likes[0] if likes else _NOTHING
        if verdict is Verdict.EMERGENCY and score > ALARM and not asks:
            return Judgement(Verdict.EMERGENCY, 1.0, topic)
        talk = [s for s in signs if s.cue and s.verdict in _SMALL_TALK]
        if talk and message.content <= {n for s in talk for n in s.at}:
            return Judgement(_most(talk), 1.0)
        return None

    def is_outside(self, message: Message) -> bool:
        """Tell whether a message that names the plan only is no question about it ("ваша стратегія — дурня")."""
        signs = self._lexicon.signs(message.tokens)
        (verdict, _), score = next(iter(self._likeness.scores(message.text)), _NOTHING)
        return any(s.cue and s.verdict in _BUSINESS for s in signs) or (verdict is not Verdict.ANSWER and score > ALIKE)

    def weigh(self, message: Message, evidence: Evidence) -> tuple[Judgement, Mapping[str, float]]:
        """Judge by the evidence whether a goal answers the question; say by which numbers."""
        signs = self._lexicon.signs(message.tokens)
        likes = self._likeness.scores(message.text)
        numbers = features(evidence, likes, signs, len(message.tokens))
        return self._judge(evidence, numbers, likes, signs), numbers

    def _judge(
        self, evidence: Evidence, numbers: Mapping[str, float], likes: Sequence[Like], signs: Sequence[Sign]
    ) -> Judgement:
        right = chance(numbers, self._weights["right"])
        if evidence.top > 0 and chance(numbers, self._weights["exists"]) >= EXISTS:
            return Judgement(Verdict.ANSWER if right >= SURE else Verdict.CHOICE, right)
        cue = next((s for s in signs if s.cue and s.verdict in _BUSINESS), None)
        if cue:
            return Judgement(cue.verdict, right)
        outside = next(((kind, score) for kind, score in likes if kind[0] is not Verdict.ANSWER), None)
        if outside and outside[1] > ALIKE:
            return Judgement(outside[0][0], right, outside[0][1])
        return Judgement(Verdict.UNKNOWN, right)


def features(evidence: Evidence, likes: Sequence[Like], signs: Sequence[Sign], n_tokens: int) -> dict[str, float]:
    """The numbers that the weights apply to."""
    inside = max((score for (verdict, _), score in likes if verdict is Verdict.ANSWER), default=0.0)
    outside = max((score for (verdict, _), score in likes if verdict is not Verdict.ANSWER), default=0.0)
    cues = any(s.cue and s.verdict in _BUSINESS for s in signs)
    asks = any(s.verdict is Verdict.ANSWER for s in signs)
    length = min(1.0, n_tokens / 5)
    numbers = {name: float(value) for name, value in asdict(evidence).items()}
    return {
        **numbers,
        "top": math.log1p(4 * evidence.top),
        "n_words": math.log1p(evidence.n_words),
        "lacking": max(0.0, evidence.absent - evidence.explained),
        "inside": inside * length,
        "outside": outside * length,
        "cues": float(cues),
        "cues_only": float(cues and not asks),
        "asks": float(asks),
    }


def chance(numbers: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = weights["constant"] + sum(weight * numbers[name] for name, weight in weights.items() if name != "constant")
    return 1 / (1 + math.exp(-total))


def _most(signs: Sequence[Sign]) -> Verdict:
    """The verdict of most signs; a greeting gives way to anything else that was said."""
    said = [s.verdict for s in signs if s.verdict is not Verdict.GREETING]
    return max(dict.fromkeys(said), key=said.count) if said else Verdict.GREETING
