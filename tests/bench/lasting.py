"""How much memory and disk the bot takes after very many updates, beside a bare bot that lives as long."""

from collections.abc import Sequence
from contextlib import ExitStack

from tests.bench.contestants import PEOPLE, Contestant, learn_to_browse, run_counterpart, run_viche
from tests.bench.questions import QUESTIONS
from tests.bench.tables import Row, say, show
from tests.support.bursts import move_in

BARE = "bare bot, same transport"
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
            lost = _live(own, total // N_STOPS, "/goals", labels) + _live(
                bare, total // N_STOPS, "/card", ("side:1", "side:2")
            )
            figures = (own.rss_mb, bare.rss_mb)
            rows.append((f"{stop * total // N_STOPS:,}", *(f"{one:.0f} MB" for one in figures), str(lost)))
            say(" ".join(rows[-1]))
    show("Memory after so many updates, MEANING=off", ("updates", "Viche", BARE, "lost"), rows)


def _live(contestant: Contestant, n_updates: int, menu: str, labels: Sequence[str]) -> int:
    """Let people browse and ask; return how many were not answered."""
    n_questions = n_updates // A_QUESTION_IN
    telegram = contestant.telegram
    asked = telegram.do("load", people=PEOPLE, total=n_questions, texts=list(QUESTIONS))
    telegram.do("load", people=PEOPLE, total=PEOPLE, texts=[menu])
    tapped = telegram.do("load", people=PEOPLE, total=n_updates - n_questions, texts=(), taps=labels)
    return int(asked["lost"]) + int(tapped["lost"])
