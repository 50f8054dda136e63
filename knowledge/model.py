"""What the library is about: communities, documents, entries, and what a question gets back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Level(StrEnum):
    """Where an entry stands in its document, widest first."""

    STRATEGIC = "strategic"
    OPERATIONAL = "operational"
    TASK = "task"
    SPHERE = "sphere"
    STATEMENT = "statement"


class DocumentKind(StrEnum):
    """What a document is, and so how its entries may be spoken of."""

    STRATEGY = "strategy"
    GOALS = "goals"
    NEWS = "news"
    PROGRAMME = "programme"
    FAQ = "faq"


@dataclass(frozen=True, slots=True)
class Community:
    """A hromada or an oblast.

    Shapes: `id` is 1–32 of `a-z0-9-`; `name` is nominative ("Житомирська область"); `place` answers "where?"
    ("у Житомирській області"); `aliases` are other names by which people call it, in any case form.
    """

    id: str
    name: str
    name_en: str
    place: str
    place_en: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a document, where and when; shown with every answer."""

    publisher: str
    published_on: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text of one community.

    Shapes: `id` is 1–32 of `a-z0-9-`, unique among all communities. `aliases` are names people use for it
    ("стратегія", "програма лівої опозиції"). `official` means an act or announcement of the community itself.
    """

    id: str
    community: str
    kind: DocumentKind
    title: str
    source: Source
    official: bool
    aliases: tuple[str, ...] = ()

    @property
    def is_promise(self) -> bool:
        """Say whether it speaks for the community: a party's programme and plain news do not."""
        return self.official or self.kind is DocumentKind.GOALS


@dataclass(frozen=True, slots=True)
class Entry:
    """One goal, task or statement. `(document, code)` identifies it across editions; `parent` is a code.

    `source` is its own where it is not its document's.
    """

    document: str
    code: str
    level: Level
    text: str
    parent: str | None = None
    source: Source | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.document, self.code


class Way(StrEnum):
    """How a word of the question met a word of the goal."""

    CODE = "code"
    NAME = "name"
    FORM = "form"
    CONCEPT = "concept"
    REPAIR = "repair"
    MEANING = "meaning"
    TAUGHT = "taught"


class Reason(NamedTuple):
    """One meeting: the word as asked, the words of the goal it met (as written there), and the way."""

    asked: str
    met: str
    way: Way


def because(*reasons: Reason) -> Callable[[], tuple[Reason, ...]]:
    """Give reasons that are known already."""
    return lambda: reasons


@dataclass(frozen=True)
class Hit:
    """A goal found. `score` is 0…1, higher is closer, comparable within one answer.

    Why it was found is worked out when first asked: that takes longer than finding it.
    """

    entry: Entry
    score: float
    explain: Callable[[], tuple[Reason, ...]] = field(default=because(), repr=False, compare=False)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Which words of the question met which of the goal, in the order of the question."""
        return self.explain()


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed and what it was read as; said out loud to the person."""

    typed: str
    read: str


class Verdict(StrEnum):
    """What a message deserves. Only `ANSWER` and `CHOICE` carry goals that may be shown as found."""

    ANSWER = "answer"
    CHOICE = "choice"
    UNKNOWN = "unknown"
    EMERGENCY = "emergency"
    INCIDENT = "incident"
    SERVICE = "service"
    PERSONAL = "personal"
    OFFTOPIC = "offtopic"
    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ABOUT = "about"
    CHATTER = "chatter"
    ABUSE = "abuse"
    NOISE = "noise"

    @property
    def answered(self) -> bool:
        return self in (Verdict.ANSWER, Verdict.CHOICE)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions in a message, as asked, with its goal; None when no goal answers it."""

    asked: str
    hit: Hit | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What `SearchIndex.ask` says.

    Shapes: `hits` best first, at most the limit asked for; when the verdict is not answered they are the nearest
    things, for explanation only. `confidence` is the calibrated chance (0…1) that the first hit is right.
    `topic` names the kind of an emergency (`fire`, `medical`, `crime`, `shelling`, `gas`, `suicide`, `violence`,
    `general`, `unclear` for a mere call for help), else None. `subject` are the content words kept for a follow-up
    ("а для молоді?"). `parts` are the questions of a message that asks several things; their goals are the first hits,
    each once.
    """

    verdict: Verdict
    confidence: float
    hits: tuple[Hit, ...] = ()
    corrections: tuple[Correction, ...] = ()
    topic: str | None = None
    subject: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
