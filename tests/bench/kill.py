"""What a burst loses when the bot is killed in the middle of it, beside the library as it comes."""

import random
from collections.abc import Callable
from contextlib import ExitStack

from tests.bench.contestants import STOCK, Contestant, run_counterpart, run_viche
from tests.bench.tables import Row, show
from tests.support.bursts import MESSAGES, N_KINDS, UNDER_WAY, Count, ask, learn_answers, move_in, wait_until_answered

PEOPLE = 200
ECHOES = {text: text for text in MESSAGES[:N_KINDS]}


def bench(*, quick: bool) -> None:
    n_messages, n_times = (400, 1) if quick else (1000, 3)
    rows: list[Row] = []
    for ending, end in (("kill -9", _kill), ("SIGTERM", _stop)):
        for number in range(1, n_times + 1):
            seed = random.Random(f"{ending} {number}").uniform(0.1, 0.6)
            rows.extend(_both(f"{ending} {number}", end, n_messages, seed))
    show(
        f"{n_messages} messages of {PEOPLE} people at once, the bot ended in the middle and started again, MEANING=off",
        ("", "after", "never answered", "answered twice", "at most"),
        rows,
    )


def _both(ending: str, end: Callable[[Contestant], None], n_messages: int, share: float) -> list[Row]:
    rows: list[Row] = []
    with ExitStack() as stack:
        own = stack.enter_context(run_viche())
        stock = stack.enter_context(run_counterpart(STOCK))
        move_in(own.telegram, PEOPLE)
        for bot in (own, stock):
            answers = learn_answers(bot.telegram) if bot is own else ECHOES
            found = _one(bot, answers, end, n_messages, share)
            limit = "0 / 0" if ending.startswith("SIGTERM") else f"0 / {UNDER_WAY} in flight"
            figures = (f"{share:.0%}", str(found.never), str(found.twice))
            rows.append((f"{ending}: {bot.name}", *figures, limit if bot is own else ""))
    return rows


def _one(
    bot: Contestant, answers: dict[str, str], end: Callable[[Contestant], None], n_messages: int, share: float
) -> Count:
    """Ask, end the bot when this share is answered, start it again and count."""
    before = bot.telegram.count("sendMessage")
    ask(bot.telegram, answers, PEOPLE, n_messages)
    assert bot.telegram.do("wait", method="sendMessage", count=before + int(share * n_messages))
    end(bot)
    polls = bot.telegram.count("getUpdates")
    bot.programs[0].start()
    bot.telegram.do("wait", method="getUpdates", count=polls + 1, timeout_s=60)
    return wait_until_answered(bot.telegram, answers, patience_s=120, quiet_s=10)


def _kill(bot: Contestant) -> None:
    bot.programs[0].kill()


def _stop(bot: Contestant) -> None:
    bot.programs[0].stop()
