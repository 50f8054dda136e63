"""How much memory and disk the bot takes after very many updates, beside a bare bot that lives as long."""

from collections.abc import Sequence
from contextlib import ExitStack

from tests.bench.contestants import Contestant, learn_to_browse, run_counterpart, run_viche
from tests.bench.questions import QUESTIONS
from tests.bench.tables import Row, say, show
from tests.support.bursts import move_in

BARE = "bare bot, same transport"
PEOPLE, BARE_PEOPLE = 1000, 100
"""So many with Viche that nobody writes faster than one is allowed to for ever; the bare bot allows everything, and has
no patience with so many at once."""

AT_ONCE = 5_000
"""Updates in one run of the loop."""

N_STOPS = 10
A_QUESTION_IN = 10
"""One update in ten is a question and leaves a row, the others are taps: as where people mostly browse and vote."""


def bench(*, quick: bool) -> None:
    total = 20_000 if quick else 1_000_000
    with ExitStack() as stack:
        own = stack.enter_context(run_viche())
        bare = stack.enter_context(run_counterpart(BARE, fast=True))
        move_in(own.telegram, PEOPLE)
        labels = learn_to_browse(own.telegram)
        rows: list[Row] = []
        for stop in range(1, N_STOPS + 1):
            lost = _live(own, PEOPLE, total // N_STOPS, "/goals", labels)
            lost += _live(bare, BARE_PEOPLE, total // N_STOPS, "/card", ("side:1", "side:2"))
            figures = (own.rss_mb, bare.rss_mb)
            rows.append((f"{stop * total // N_STOPS:,}", *(f"{one:.0f} MB" for one in figures), str(lost)))
            say(" ".join(rows[-1]))
    show("Memory after so many updates, MEANING=off", ("updates", "Viche", BARE, "lost"), rows)


def _live(contestant: Contestant, people: int, n_updates: int, menu: str, labels: Sequence[str]) -> int:
    """Let people browse and ask; return how many were not answered."""
    n_questions, n_lost = n_updates // A_QUESTION_IN, 0
    for n_asked in _shares(n_questions):
        n_lost += _lost(contestant, people, n_asked, texts=list(QUESTIONS))
    n_lost += _lost(contestant, people, people, texts=[menu])
    for n_tapped in _shares(n_updates - n_questions):
        n_lost += _lost(contestant, people, n_tapped, texts=(), taps=labels)
    return n_lost


def _shares(total: int) -> list[int]:
    return [min(AT_ONCE, total - begun) for begun in range(0, total, AT_ONCE)]


def _lost(contestant: Contestant, people: int, total: int, **acts: Sequence[str]) -> int:
    return int(contestant.telegram.do("load", people=people, total=total, **acts)["lost"])
