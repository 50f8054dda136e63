"""Tables for a terminal: figures of an evaluation, its failures, and why an answer is what it is."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Column, Table

from knowledge import quality
from knowledge.index.search import Study
from knowledge.model import Hit
from knowledge.quality import Figures, Outcome, Question

COLUMNS = ("hit@1", "hit@3", "hit@3 g2", "MRR@10", "nDCG@5", "wrongly refused", "rightly refused")
N_FAILURES = 40
LEAST_SHOWN = 0.005


def evaluation(console: Console, outcomes: Sequence[Outcome], study: Callable[[Question], Study]) -> None:
    """Print the figures by kind, how far confidence can be believed, and the worst failures with explanations."""
    table = Table("kind", *(_right(name) for name in ("n", *COLUMNS)), box=None)
    for kind, figures in quality.by_kind(outcomes).items():
        table.add_row(kind, *_cells(figures))
    overall = quality.figures(outcomes)
    table.add_row("overall", *_cells(overall), style="bold")
    console.print(table)
    console.print(f"\nnDCG@5 {_cell(overall.ndcg)}, balanced refusal accuracy {_cell(overall.refusal_accuracy)}")
    _reliability(console, outcomes)
    _failures(console, outcomes, study)


def explain(console: Console, study: Study) -> None:
    """Print what the verdict rests on, and for each goal which words met which, and how."""
    answer = study.answer
    console.print(f"{answer.verdict.value}, confidence {answer.confidence:.2f}")
    console.print(f"  {_numbers(study)}", style="dim", markup=False)
    for correction in answer.corrections:
        console.print(f"  read «{correction.typed}» as «{correction.read}»", markup=False)
    for hit in answer.hits:
        console.print(f"{hit.score:.3f}  {hit.entry.document} {hit.entry.code}  {hit.entry.text}", markup=False)
        console.print(f"       {_reasons(hit)}", style="dim", markup=False)


def _reliability(console: Console, outcomes: Sequence[Outcome]) -> None:
    bins = quality.reliability(outcomes)
    table = Table("confidence", _right("n"), _right("said"), _right("right"), box=None)
    for bin_ in bins:
        table.add_row(f"{bin_.low:.1f}-{bin_.high:.1f}", str(bin_.n), f"{bin_.confidence:.2f}", f"{bin_.right:.2f}")
    console.print("\nHow far confidence can be believed")
    console.print(table)
    console.print(f"mean distance {quality.calibration_error(bins):.3f}")


def _failures(console: Console, outcomes: Sequence[Outcome], study: Callable[[Question], Study]) -> None:
    failures = quality.failures(outcomes)
    console.print(f"\nFailures: {len(failures)}, the first {min(len(failures), N_FAILURES)} by kind")
    for failure in failures[:N_FAILURES]:
        question, answer = failure.outcome.question, failure.outcome.answer
        console.print(f"[{question.kind}] {question.text}", markup=False, style="bold")
        wanted = ", ".join(f"{document} {code}" for document, code in failure.wanted[:3]) or "nothing"
        console.print(
            f"  wanted {wanted}; said {answer.verdict.value}, confidence {answer.confidence:.2f}", markup=False
        )
        console.print(f"  {_numbers(study(question))}", markup=False, style="dim")
        for hit in answer.hits[:2]:
            console.print(f"  {hit.entry.document} {hit.entry.code}: {_reasons(hit)}", markup=False, style="dim")


def _numbers(study: Study) -> str:
    """The verdict's numbers that are not 0, the chances last; see `knowledge.verdict.Evidence`."""
    told = [f"{name} {value:.2f}" for name, value in study.numbers.items() if abs(value) >= LEAST_SHOWN]
    return ", ".join(told) or "decided by a rule"


def _reasons(hit: Hit) -> str:
    return "; ".join(f"{r.asked} → {r.met} ({r.way.value})" for r in hit.reasons) or "no shared words"


def _cells(figures: Figures) -> list[str]:
    shown = (
        figures.hit_at_1,
        figures.hit_at_3,
        figures.hit_at_3_best,
        figures.mrr,
        figures.ndcg,
        figures.wrongly_refused,
        figures.rightly_refused,
    )
    return [str(figures.n), *(_cell(value) for value in shown)]


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _right(name: str) -> Column:
    return Column(name, justify="right")
