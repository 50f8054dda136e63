"""Whether two questions are rightly taken for the same: `python -m tests.alike` prints precision and recall.

`tests/data/gaps/` has questions that the documents do not answer, each in several people's words. The graded questions
of `../shared/eval` are the other test: two of one community with a common grade-2 goal count as the same, two without
any common goal as different.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from knowledge import documents
from knowledge.index import SearchIndex
from knowledge.index.gist import SAME, alike
from knowledge.lexicon import Lexicon
from knowledge.model import Verdict
from knowledge.quality import Question, read_questions

ROOT = Path(__file__).parents[1]
GROUPS = ROOT / "tests" / "data" / "gaps"
GRADED = ROOT.parent / "shared" / "eval" / "questions.jsonl"
COMMUNITY = "zhytomyr"
THRESHOLDS = (0.5, 0.6, SAME, 0.8)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, how alike they are taken to be (0…1), and whether they ask the same."""

    texts: tuple[str, str]
    alike: float
    same: bool


@dataclass(frozen=True, slots=True)
class Merging:
    """How pairs are joined from a threshold on. `precision` is None when none is."""

    n_joined: int
    precision: float | None
    recall: float

    @classmethod
    def of(cls, pairs: Sequence[Pair], threshold: float) -> "Merging":
        joined = [pair for pair in pairs if pair.alike >= threshold]
        right = sum(pair.same for pair in joined)
        return cls(len(joined), right / len(joined) if joined else None, right / sum(pair.same for pair in pairs))


def build() -> SearchIndex:
    return SearchIndex.build(documents.load(), Lexicon.load())


def groups(path: Path) -> list[list[str]]:
    """The blocks of a file: a line is one way of asking, an empty line ends a question."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [block.split("\n") for block in "\n".join(lines).strip().split("\n\n")]


def of_groups(index: SearchIndex, path: Path) -> list[Pair]:
    """All pairs of a file of groups; those of one block ask the same."""
    said = [(number, text, index.gist(text, COMMUNITY)) for number, block in enumerate(groups(path)) for text in block]
    return [Pair((a, b), alike(x, y), n == m) for (n, a, x), (m, b, y) in combinations(said, 2)]


def of_graded(index: SearchIndex, how: Callable[[SearchIndex, Question, Question], float]) -> list[Pair]:
    """The pairs of graded questions of which the grades say whether they ask the same."""
    asked = [question for question in read_questions(GRADED) if question.answerable]
    return [
        Pair((one.text, other.text), how(index, one, other), bool(_best(one) & _best(other)))
        for one, other in combinations(asked, 2)
        if one.community == other.community and (_best(one) & _best(other) or not one.gold.keys() & other.gold.keys())
    ]


def by_words(index: SearchIndex, one: Question, other: Question) -> float:
    return alike(index.gist(one.text, one.community), index.gist(other.text, other.community))


def by_goal(index: SearchIndex, one: Question, other: Question) -> float:
    """1 when both are answered with confidence by the same goal."""
    answers = [index.ask(question.text, community=question.community) for question in (one, other)]
    sure = [answer.hits[0].entry for answer in answers if answer.verdict is Verdict.ANSWER]
    return float(len(sure) == 2 and sure[0] == sure[1])


def _best(question: Question) -> set[tuple[str, str]]:
    return {goal for goal, grade in question.gold.items() if grade == 2}


def main() -> None:
    index = build()
    for path in sorted(GROUPS.glob("*.txt")):
        _show(path.name, of_groups(index, path), THRESHOLDS)
    if GRADED.exists():
        _show("graded, by words", of_graded(index, by_words), THRESHOLDS)
        _show("graded, by the goal that answers both", of_graded(index, by_goal), (1.0,))
    else:
        print(f"{GRADED} is not there: nothing is measured on it.")


def _show(name: str, pairs: Sequence[Pair], thresholds: Iterable[float]) -> None:
    print(f"\n{name}: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} of them the same")
    for threshold in thresholds:
        found = Merging.of(pairs, threshold)
        precision = "none joined" if found.precision is None else f"precision {found.precision:.2f}"
        print(f"  from {threshold:.2f}: {precision}, recall {found.recall:.2f} ({found.n_joined} joined)")
    for pair in pairs:
        if pair.alike >= SAME and not pair.same:
            print(f"  wrong: {' | '.join(pair.texts)} ({pair.alike:.2f})")


if __name__ == "__main__":
    main()
