"""What a message deserves: an answer, a choice, an honest "unknown", or a word of its own."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from knowledge.calibration import CONSTANT
from knowledge.lexicon import Lexicon, Sign
from knowledge.lexicon.phrases import Token
from knowledge.likeness import Likeness
from knowledge.model import Verdict

_PLANS = frozenset({Verdict.ANSWER, Verdict.UNKNOWN})
"""Classes of questions about plans: those that goals may answer, and those for what no such plan has."""
_PLANS_AND_EMERGENCIES = _PLANS | {Verdict.EMERGENCY}
Kind = tuple[Verdict, str | None]
Like = tuple[Kind, float]

_SMALL_TALK = frozenset({Verdict.GREETING, Verdict.THANKS, Verdict.FAREWELL, Verdict.ABOUT, Verdict.CHATTER})
_BUSINESS = frozenset({Verdict.INCIDENT, Verdict.SERVICE, Verdict.PERSONAL, Verdict.OFFTOPIC, Verdict.ABUSE})

WEIGHTS: Mapping[str, Mapping[str, Mapping[str, float]]] = tomllib.loads(
    Path(__file__).with_name("verdict.toml").read_text(encoding="utf-8")
)
"""Weights of the numbers for three chances: that goals are `asked` about at all, that a goal has been `told` of in
these documents, that the first one found is `right`. `knowledge.calibration` learns them; the file says from what, and
how well they foretell what they have not seen."""
EXISTS = 0.35
"""The least chance, asked times told, to show a goal. On communities left out (`verdict.toml`) 0.89 of questions are
answered and 0.74 of the rest refused; at 0.45 0.84 and 0.79."""
NAMED = 0.12
"""The same for a message of one word whose subject the plan has only by a wider one ("ями" by roads): who names a
subject asks for nothing that the plan could lack, and may choose among what is nearest. No graded set tells 0.12 from
0.2."""
SURE = 0.6
"""The least chance of being right to answer rather than offer a choice: above it 0.79 of first goals are right in
cross-validation, and in 0.55 of the choices below it one of the goals shown."""
LIKELY = 0.1
"""The least chance of being right to offer a choice: below it one of six has any right goal."""
ALIKE = 0.25
"""The least likeness that names a class of messages; a class at random gets 0.1."""
UNCLEAR = "unclear"
"""The topic of mere calls for help ("рятуйте"), which do not say what happened."""
ALARM = 0.34
ALARM_WITH_HINTS = 0.15
ALARM_ON_TOPIC = 0.45
"""The least likeness to an emergency: alone, supported by two hints, in words of local government. All 14 emergencies
of the development questions are heard, and none of the 236 questions about goals is taken for one."""
TOPICAL = 0.6
"""From this share of words with a concept on, a message is in words of local government."""
GIBBERISH = 0.5
FIRM = 0.45
"""From this share of unknown and repaired words on, a message is noise unless it meets a goal in more than the words
that every goal has."""
BEYOND = 0.6
"""What a cue for a thing that no such plan has is worth beside likeness."""
LONG = 5
"""So many words make likeness reliable; it counts for less in a shorter message ("пожежна охорона")."""
_NOTHING: Like = ((Verdict.UNKNOWN, None), 0.0)


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    confidence: float
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the judge needs it.

    Shapes: numbers of tokens: `content` say something, `unreadable` of them nobody knows, `meant` carry a concept.
    """

    text: str
    tokens: Sequence[Token]
    content: frozenset[int]
    unreadable: frozenset[int]
    meant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Impression:
    """What a message looks like before any goal is looked at: the lexicon's signs in it, and the likest classes.

    `outside` is the likest class besides those of plans; `beyond` is how much it asks for what no such plan has; `asks`
    says that it is put like a question about plans.
    """

    message: Message
    signs: Sequence[Sign]
    emergency: Like
    inside: float
    outside: Like
    beyond: float
    asks: bool
    business: Sign | None

    @classmethod
    def of(cls, message: Message, signs: Sequence[Sign], likes: Sequence[Like]) -> "Impression":
        """Sum up `likes`, which begin with the likest class."""
        meant = {sign.verdict for sign in signs}
        likest = {like[0][0]: like for like in reversed(likes)}
        # Likeness alone makes nothing an emergency ("хочу поміняти прізвище").
        passed = _PLANS if Verdict.EMERGENCY in meant else _PLANS_AND_EMERGENCIES
        # A cue for what no such plan has is as good as a close likeness.
        named = any(sign.cue and sign.verdict is Verdict.UNKNOWN for sign in signs)
        return cls(
            message,
            signs,
            emergency=likest.get(Verdict.EMERGENCY, _NOTHING),
            inside=likest.get(Verdict.ANSWER, _NOTHING)[1],
            outside=next((like for like in likes if like[0][0] not in passed), _NOTHING),
            beyond=max(likest.get(Verdict.UNKNOWN, _NOTHING)[1], BEYOND if named else 0.0),
            asks=Verdict.ANSWER in meant,
            business=next((sign for sign in signs if sign.cue and sign.verdict in _BUSINESS), None),
        )


class Evidence(NamedTuple):
    """What the goals say to a question. All numbers are 0…1 and do not depend on how many goals there are.

    Units: `explained` is the share of the question that the best entry meets, `firmest` how far it meets the best-met
    part; `broadly` is high when a detailed plan meets no subject but by wider concepts. `sensed` is 1 when the lexicon
    knows any subject, `shared` the share of the question's concepts that the best entry has, `lacking` 1 when no entry
    in scope speaks of any of its subjects, whatever wider ones it speaks of. `unknown` and `repaired`
    are shares of words, `lead` is how far the best entry is ahead, `near` its centred cosine, `elsewhere` 1 when a
    place the library lacks is named.
    """

    lead: float
    explained: float
    firmest: float
    broadly: float
    sensed: float
    shared: float
    lacking: float
    strange: float
    unknown: float
    repaired: float
    near: float = 0.0
    elsewhere: float = 0.0


@lru_cache(maxsize=1)
def _likeness_to(examples: Sequence[tuple[tuple[Verdict, str | None], str]]) -> Likeness[tuple[Verdict, str | None]]:
    """Learn from the examples once: they stay when an edition or staff's words change, and it is half of the build."""
    return Likeness.fit(examples)


class Judge:
    """Judges messages by the lexicon's signs, by likeness to its examples, and by what the goals cover."""

    def __init__(self, lexicon: Lexicon, *, with_meaning: bool = False) -> None:
        self._lexicon = lexicon
        self._weights = WEIGHTS["with meaning" if with_meaning else "without meaning"]
        self._likeness = _likeness_to(
            tuple(((one.verdict, one.topic), text) for one in lexicon.outside for text in one.examples)
        )

    def listen(self, message: Message) -> Impression:
        return Impression.of(message, self._lexicon.signs(message.tokens), self._likeness.scores(message.text))

    def at_once(self, impression: Impression) -> Judgement | None:
        """Judge what needs no search: nothing readable, an emergency, small talk or business and nothing besides."""
        message = impression.message
        if _only_calls(impression):
            return Judgement(Verdict.EMERGENCY, 1.0, UNCLEAR)
        if len(message.unreadable) == len(message.tokens):
            return Judgement(Verdict.NOISE, 1.0)
        alarm = _alarm(impression)
        if alarm:
            return alarm
        talk = [s for s in impression.signs if s.cue and s.verdict in _SMALL_TALK]
        if talk and message.content <= {n for s in talk for n in s.at}:
            return Judgement(_most(talk), 1.0)
        if impression.business and not impression.asks and message.content <= set(impression.business.at):
            return Judgement(impression.business.verdict, 1.0)
        return None

    def weigh(self, impression: Impression, evidence: Evidence) -> tuple[Judgement, Mapping[str, float]]:
        """Judge by the evidence whether a goal answers the question; say by which numbers and chances."""
        numbers = features(impression, evidence)
        right, asked, told = (chance(numbers, self._weights[name]) for name in ("right", "asked", "told"))
        numbers |= {"P(asked)": asked, "P(told)": told}
        if evidence.firmest < FIRM and evidence.unknown + evidence.repaired > GIBBERISH:
            message = impression.message
            readable = len(message.content) < len(message.tokens) or not message.unreadable
            return Judgement(Verdict.UNKNOWN if readable else Verdict.NOISE, right), numbers
        is_named = evidence.lacking and len(impression.message.content) == 1
        if asked * told >= (NAMED if is_named else EXISTS) and right >= LIKELY:
            sure = right >= SURE and not evidence.lacking
            return Judgement(Verdict.ANSWER if sure else Verdict.CHOICE, right), numbers
        if asked < told and impression.business:
            return Judgement(impression.business.verdict, right), numbers
        (verdict, topic), score = impression.outside
        if asked < told and score > ALIKE:
            return Judgement(verdict, right, topic), numbers
        return Judgement(Verdict.UNKNOWN, right), numbers


def is_outside(impression: Impression) -> bool:
    """Tell whether a message that only names the plan is no question about it ("ваша стратегія — дурня")."""
    score = impression.outside[1]
    return impression.business is not None or (score > impression.inside and score > ALIKE)


def _only_calls(impression: Impression) -> bool:
    """Tell whether a message calls for help and says nothing else, but for a greeting."""
    called = {n for s in impression.signs if s.topic == UNCLEAR for n in s.at}
    greeted = {n for s in impression.signs if s.verdict is Verdict.GREETING for n in s.at}
    return bool(called) and impression.message.content <= called | greeted


def _alarm(impression: Impression) -> Judgement | None:
    """Judge whether somebody is in danger now.

    A cue is enough beside a call for help, or unless the message is more like a question about goals ("пожежна безпека
    в школах"); without a cue the examples have to be close, less so when two hints support them, more so when the
    message consists of subjects of local government ("котельня на дровах замість газу") or asks about plans without a
    hint ("коли проведуть газ").
    """
    (_, topic), alike = impression.emergency
    signs = [s for s in impression.signs if s.verdict is Verdict.EMERGENCY]
    mine = [s for s in signs if s.topic != UNCLEAR]
    hinted = {n for s in mine for n in s.at}
    cue = next((s for s in mine if s.cue), None)
    if cue and (alike > impression.inside or len(mine) < len(signs)):
        return Judgement(Verdict.EMERGENCY, 1.0, cue.topic)
    likest = alike >= max(impression.inside, impression.outside[1])
    content = impression.message.content
    topical = len(content & impression.message.meant) > TOPICAL * len(content)
    calm = topical or (impression.asks and not hinted)
    if likest and alike > (ALARM_ON_TOPIC if calm else ALARM_WITH_HINTS if len(hinted) > 1 else ALARM):
        return Judgement(Verdict.EMERGENCY, 1.0, topic)
    return None


def features(impression: Impression, evidence: Evidence) -> dict[str, float]:
    """The numbers that the weights apply to; likeness says little about a message of a few words."""
    length = min(1.0, len(impression.message.tokens) / LONG)
    return {
        **evidence._asdict(),
        "inside": impression.inside * length,
        "outside": impression.outside[1] * length,
        "beyond": impression.beyond,
        "cues": float(not impression.asks and impression.business is not None),
        "asks": float(impression.asks),
    }


def chance(numbers: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = weights[CONSTANT] + sum([weight * numbers[name] for name, weight in weights.items() if name != CONSTANT])
    return 1 / (1 + math.exp(-total))


def _most(signs: Sequence[Sign]) -> Verdict:
    """The verdict of most signs; a greeting gives way to anything else that was said."""
    said = [s.verdict for s in signs if s.verdict is not Verdict.GREETING]
    return max(dict.fromkeys(said), key=said.count) if said else Verdict.GREETING
