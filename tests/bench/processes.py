"""Questions a second by a webhook: from SQLite's file, from PostgreSQL, and by two processes that share it."""

from contextlib import ExitStack
from statistics import median

from tests.bench.answers import ECHO, measure
from tests.bench.contestants import PEOPLE, run_counterpart, run_many, run_viche, scratch
from tests.bench.questions import QUESTIONS
from tests.bench.tables import Row, show
from tests.support.bursts import move_in
from tests.support.databases import careful_server


def bench(*, quick: bool) -> None:
    n_rounds, total = (3, 400) if quick else (5, 1200)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        server = stack.enter_context(careful_server(folder / "postgres"))
        one, two = (server.database(folder / name) for name in ("one", "two"))
        ours = (
            stack.enter_context(run_viche(webhook=True, name="SQLite, 1 process")),
            stack.enter_context(run_many("PostgreSQL, 1 process", 1, DATABASE_URL=one)),
            stack.enter_context(run_many("PostgreSQL, 2 processes", 2, DATABASE_URL=two)),
        )
        echo = stack.enter_context(run_counterpart(ECHO, webhook=True, fast=True))
        for contestant in ours:
            move_in(contestant.telegram, PEOPLE)
        contestants = (*ours, echo)
        measured = measure(contestants, n_rounds, total, {c.name: {"texts": QUESTIONS} for c in contestants})
        rows: list[Row] = []
        for contestant in contestants:
            its = measured[contestant.name]
            figures = [f"{median(v):.1f}" for v in (its.per_second, its.p50_ms, its.p95_ms, its.cpu_ms)]
            beside = [f"{its.ratio(measured[other.name]):.2f}" for other in (echo, ours[0])]
            rows.append((contestant.name, *figures, f"{contestant.rss_mb:.0f} MB", str(its.lost), *beside))
    heads = ("", "per second", "p50 ms", "p95 ms", "CPU ms", "memory", "lost", "beside the echo", "beside SQLite")
    show(
        f"Questions answered per second, webhook: {PEOPLE} people in a closed loop, {n_rounds} rounds in turn,"
        " MEANING=off. CPU and memory are the bot's, without the server's",
        heads,
        rows,
    )
