"""How good the answers are on graded questions: the figures of `evaluate`, and why the failures failed."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.model import Answer

DEPTH = 10
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its graded goals.

    Shapes: `gold` maps (document, code) to a grade: 2 answers it, 1 is related; empty when nothing answers it.
    """

    id: str
    text: str
    community: str | None
    kind: str
    answerable: bool
    gold: Mapping[Key, int] = field(default_factory=dict)
    sub: str | None = None


def read_questions(path: Path) -> list[Question]:
    """Questions from JSON lines with `id, query, community, kind, answerable, gold`, as `tests` and staff write them.

    Errors: `ValueError` names the line that cannot be read.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            gold = {(g["doc"], g["code"]): int(g["grade"]) for g in row["gold"]}
            found.append(
                Question(
                    row["id"], row["query"], row["community"], row["kind"], row["answerable"], gold, row.get("sub")
                )
            )
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as fault:
            raise ValueError(f"{path.name}, line {number}: {fault!r}") from fault
    return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question beside what was answered."""

    question: Question
    answer: Answer

    @property
    def ranked(self) -> list[Key]:
        """What counts as shown: nothing for a refusal; statements of one paragraph count once, as the paragraph."""
        if not self.answer.verdict.answered:
            return []
        keys = [(h.entry.document, passage(h.entry.code)) for h in self.answer.hits]
        return list(dict.fromkeys(keys))[:DEPTH]

    @property
    def grades(self) -> list[int]:
        return [self.question.gold.get(key, 0) for key in self.ranked]


def passage(code: str) -> str:
    """The code that gold uses: a prose paragraph's statements (p3/1, p3/2) go by the paragraph's code."""
    return code.split("/", maxsplit=1)[0] if code[:1] in ("p", "b") else code


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over some questions, each 0…1, None where no question bears on it.

    Shapes: refusals count as an empty ranking; `hit_at_3_best` is over questions with a grade-2 goal.
    """

    n: int
    hit_at_1: float | None
    hit_at_3: float | None
    hit_at_3_best: float | None
    mrr: float | None
    ndcg: float | None
    wrongly_refused: float | None
    rightly_refused: float | None

    @property
    def refusal_accuracy(self) -> float | None:
        """Balanced: the mean of what is rightly refused and what is rightly not."""
        if self.rightly_refused is None or self.wrongly_refused is None:
            return None
        return (self.rightly_refused + 1 - self.wrongly_refused) / 2


def run(questions: Iterable[Question], ask: Callable[[Question], Answer]) -> list[Outcome]:
    return [Outcome(q, ask(q)) for q in questions]


def figures(outcomes: Sequence[Outcome]) -> Figures:
    good = [o for o in outcomes if o.question.answerable]
    best = [o for o in good if 2 in o.question.gold.values()]
    bad = [o for o in outcomes if not o.question.answerable]
    return Figures(
        n=len(outcomes),
        hit_at_1=_mean(any(o.grades[:1]) for o in good),
        hit_at_3=_mean(any(o.grades[:3]) for o in good),
        hit_at_3_best=_mean(2 in o.grades[:3] for o in best),
        mrr=_mean(_reciprocal(o.grades) for o in good),
        ndcg=_mean(ndcg(o) for o in good),
        wrongly_refused=_mean(not o.ranked for o in good),
        rightly_refused=_mean(not o.ranked for o in bad),
    )


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    kinds = sorted({o.question.kind for o in outcomes})
    return {kind: figures([o for o in outcomes if o.question.kind == kind]) for kind in kinds}


def ndcg(outcome: Outcome, depth: int = 5) -> float:
    """Gain 2^grade − 1, discounted by log2 of the place; 1 is the best order the gold allows."""
    ideal = _dcg(sorted(outcome.question.gold.values(), reverse=True)[:depth])
    return _dcg(outcome.grades[:depth]) / ideal if ideal else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: how sure they were (0…1) and how often their first goal was right (0…1)."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


def reliability(outcomes: Sequence[Outcome], n_bins: int = 5) -> list[Bin]:
    """Whether confidence means what it says: in each bin the two figures should be near."""
    found = []
    for number in range(n_bins):
        low, high = number / n_bins, (number + 1) / n_bins
        inside = [o for o in outcomes if o.answer.hits and low <= _capped(o.answer.confidence) < high]
        if inside:
            sure = sum(o.answer.confidence for o in inside) / len(inside)
            right = sum(first_is_right(o) for o in inside) / len(inside)
            found.append(Bin(low, high, len(inside), sure, right))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of confidence from truth, by number of answers (0 is perfect)."""
    total = sum(b.n for b in bins)
    return sum(b.n * abs(b.confidence - b.right) for b in bins) / total if total else 0.0


def first_is_right(outcome: Outcome) -> bool:
    if not outcome.answer.hits:
        return False
    first = outcome.answer.hits[0].entry
    return outcome.question.gold.get((first.document, passage(first.code)), 0) > 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong: what was asked, what came, what should have come."""

    outcome: Outcome
    wanted: tuple[Key, ...]
    ndcg: float


def failures(outcomes: Sequence[Outcome], below: float = 0.5) -> list[Failure]:
    """The failures, by kind, worst first: refused or badly ranked questions, and answers where none is right."""
    found = []
    for one in outcomes:
        if one.question.answerable and ndcg(one) < below:
            wanted = tuple(k for k, g in sorted(one.question.gold.items(), key=lambda i: -i[1]) if g == 2)
            found.append(Failure(one, wanted, ndcg(one)))
        elif not one.question.answerable and one.ranked:
            found.append(Failure(one, (), 0.0))
    return sorted(found, key=lambda f: (f.outcome.question.kind, f.ndcg))


def _capped(confidence: float) -> float:
    return min(confidence, 1 - 1e-9)


def _dcg(grades: Sequence[int]) -> float:
    return sum((2.0**g - 1) / math.log2(place + 2) for place, g in enumerate(grades))


def _reciprocal(grades: Sequence[int]) -> float:
    return next((1 / (place + 1) for place, g in enumerate(grades) if g), 0.0)


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
