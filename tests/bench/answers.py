"""How many updates a second are answered, end to end, beside bare bots in the same run."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from tests.bench.contestants import PEOPLE, STOCK, Contestant, learn_to_browse, run_counterpart, run_viche
from tests.bench.counterparts import HAS_TORNADO
from tests.bench.questions import QUESTIONS
from tests.bench.tables import Row, say, show
from tests.support.bursts import move_in

VICHE, FAST = "Viche", "bare bot, same transport"
ECHO = "bare echo, same transport"
AT_LEAST = {("question", FAST): 0.35, ("question", STOCK): 1.2, ("tap", FAST): 0.6, ("tap", STOCK): 2.0}


@dataclass
class Measured:
    """One bot at one kind of work, a value per round. Units: CPU milliseconds of the bot's process per update."""

    per_second: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p95_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    lost: int = 0

    def ratio(self, other: "Measured") -> float:
        """Compare round by round, so that a noisy minute counts for both."""
        return median(own / its for own, its in zip(self.per_second, other.per_second, strict=True))

    def cpu_ratio(self, other: "Measured") -> float:
        return median(its / own for own, its in zip(self.cpu_ms, other.cpu_ms, strict=True))


def bench(*, quick: bool) -> None:
    for webhook in (False, True):
        _one_way(webhook=webhook, n_rounds=3 if quick else 5, total=400 if quick else 1200)


def _one_way(*, webhook: bool, n_rounds: int, total: int) -> None:
    with ExitStack() as stack:
        own = stack.enter_context(run_viche(webhook=webhook))
        fast = stack.enter_context(run_counterpart(FAST, webhook=webhook, fast=True))
        stock = stack.enter_context(run_counterpart(STOCK, webhook=webhook))
        contestants = (own, fast, stock)
        move_in(own.telegram, PEOPLE)
        questions = measure(contestants, n_rounds, total, {c.name: {"texts": QUESTIONS} for c in contestants})
        taps: dict[str, dict[str, Sequence[str]]] = {own.name: {"texts": (), "taps": learn_to_browse(own.telegram)}}
        for bare in (fast, stock):
            bare.telegram.do("load", people=PEOPLE, total=PEOPLE, texts=["/card"])
            taps[bare.name] = {"texts": (), "taps": ("side:1", "side:2")}
        tapped = measure(contestants, n_rounds, total, taps)
    way = "webhook" if webhook else "polling"
    if webhook and not HAS_TORNADO:
        say("tornado is not installed: the bare bots take webhooks as the library's example does, by Starlette.")
    show(
        f"Updates answered per second, {way}: {PEOPLE} people in a closed loop, {n_rounds} rounds in turn, MEANING=off",
        ("", "per second", "p50 ms", "p95 ms", "CPU ms", "lost", "ratio", "by CPU", "at least"),
        [*_rows("question", questions, questions[FAST]), *_rows("tap", tapped, questions[FAST])],
    )


def measure(
    contestants: Sequence[Contestant], n_rounds: int, total: int, acts: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Measured]:
    """Let each bot have its turn in every round; the first round only warms up."""
    measured = {contestant.name: Measured() for contestant in contestants}
    for number in range(-1, n_rounds):
        for contestant in contestants:
            n_updates = total if number >= 0 else PEOPLE
            n_updates //= 3 if contestant.name == STOCK and number >= 0 else 1
            before_s = contestant.cpu_s
            run = contestant.telegram.do("load", people=PEOPLE, total=n_updates, timeout_s=10, **acts[contestant.name])
            if number < 0:
                continue
            into = measured[contestant.name]
            into.per_second.append(run["per_second"])
            into.p50_ms.append(run["p50_ms"])
            into.p95_ms.append(run["p95_ms"])
            into.cpu_ms.append(1000 * (contestant.cpu_s - before_s) / max(run["answered"], 1))
            into.lost += run["lost"]
    return measured


def _rows(act: str, measured: Mapping[str, Measured], echo: Measured) -> list[Row]:
    own = measured[VICHE]
    rows: list[Row] = []
    for name, one in measured.items():
        figures = [f"{median(v):.1f}" for v in (one.per_second, one.p50_ms, one.p95_ms, one.cpu_ms)]
        compared = ("", "", "")
        if one is not own:
            compared = (f"{own.ratio(one):.2f}", f"{own.cpu_ratio(one):.2f}", f"{AT_LEAST[act, name]:g}")
        rows.append((f"{act}: {name}", *figures, str(one.lost), *compared))
    if act == "tap":
        rows.append(
            (f"tap beside {ECHO}", "", "", "", "", "", f"{own.ratio(echo):.2f}", f"{own.cpu_ratio(echo):.2f}", "")
        )
    return rows
