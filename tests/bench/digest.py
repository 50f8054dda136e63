"""What a digest takes over a year of a large city, beside one plain SQL pass over the same tables."""

import asyncio
import random
import sqlite3
import statistics
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.app import open_services
from bot.domain.digests import Period, PeriodKind
from bot.domain.people import Actor, Locale, Role
from bot.domain.time import utc_now
from bot.reports.digest.forms import DigestForm
from bot.reports.digest.leads import Leads
from bot.settings import read_settings
from tests.bench.alone import alone
from tests.bench.ballots import connect, fill
from tests.bench.contestants import scratch
from tests.bench.many import library
from tests.bench.measuring import Watch
from tests.bench.questions import QUESTIONS
from tests.bench.tables import Row, show

COMMUNITY = "zhytomyr"
STAFF = Actor(1, Locale.UK, Role.STAFF, community=COMMUNITY)
TOPICS = (None, None, "infrastructure", "education", "health", "environment")
"""Two of three authors choose a topic; the others leave it to the reckoning."""
PASS = {
    "questions": "SELECT count(*), sum(length(text)), sum(verdict = 'answer'), sum(n_rejected) FROM questions",
    "feedback": "SELECT count(*), sum(length(text)), sum(state = 'new'), count(DISTINCT entry) FROM feedback",
    "ballots": "SELECT count(*), sum(length(choices)), sum(void IS NULL), count(DISTINCT district) FROM ballots",
}


def bench(*, quick: bool) -> None:
    n_questions, n_feedback, n_ballots = (10_000, 2_000, 50_000) if quick else (100_000, 20_000, 1_000_000)
    with scratch() as folder:
        path = folder / "viche.sqlite3"
        alone(write, path, n_questions, n_feedback, n_ballots)
        n_rounds = 1 if quick else 3
        bare = _figures(_pass, path, n_rounds)
        rows = [_row("one SQL pass over the tables", bare, bare)]
        for name, work in (("digest of a week", _week), ("of a month", _month), ("of everything", _everything)):
            rows.append(_row(name, _figures(work, path, n_rounds), bare))
    title = f"Digest over {n_questions:,} questions, {n_feedback:,} pieces of feedback and {n_ballots:,} votes"
    show(f"{title}, {n_rounds} rounds", ("", "median", "peak memory", "time ratio"), rows)


def _figures(work: Callable[[Path], tuple[float, float]], path: Path, n_rounds: int) -> tuple[float, float]:
    done = [alone(work, path) for _ in range(n_rounds)]
    return statistics.median(one[0] for one in done), statistics.median(one[1] for one in done)


def _row(name: str, own: tuple[float, float], bare: tuple[float, float]) -> Row:
    return (name, f"{own[0]:.2f} s", f"{own[1]:.0f} MB", f"{own[0] / bare[0]:.1f}")


def _pass(path: Path) -> tuple[float, float]:
    with closing(sqlite3.connect(path)) as connection:
        watch = Watch()
        for sql in PASS.values():
            connection.execute(sql).fetchall()
        return watch.stop()


def _week(path: Path) -> tuple[float, float]:
    return asyncio.run(_digest(path, Period.last(PeriodKind.WEEK, utc_now().date())))


def _month(path: Path) -> tuple[float, float]:
    return asyncio.run(_digest(path, Period.last(PeriodKind.MONTH, utc_now().date())))


def _everything(path: Path) -> tuple[float, float]:
    today = utc_now().date()
    return asyncio.run(_digest(path, Period(today - timedelta(days=365), today)))


async def _digest(path: Path, period: Period) -> tuple[float, float]:
    """Count, find the themes and write the page, as the command line does."""
    settings = read_settings(_env_file=None, database_url=f"sqlite:///{path}", meaning="off")
    async with open_services(settings) as (_, services):
        watch = Watch()
        made = await services.digests.make(STAFF, period, COMMUNITY)
        page = await services.digests.file(STAFF, made, DigestForm.HTML, Leads())
        figures = watch.stop()
    assert len(page) > 5_000
    return figures


def write(path: Path, n_questions: int, n_feedback: int, n_ballots: int) -> None:
    """Spread a year of questions and feedback, and the votes of one round."""
    fill(path, n_ballots, n_ballots, 40)
    chance = random.Random(n_questions)
    texts = [entry.text for entry in library(5_000).entries]
    now = utc_now().replace(tzinfo=None)

    def moment() -> str:
        return (now - timedelta(seconds=chance.random() * 365 * 86_400)).isoformat(" ")

    with closing(connect(path)) as connection:
        keys = [key for (key,) in connection.execute("SELECT id FROM entries WHERE document LIKE 'zhytomyr%'")]
        codes = connection.execute("SELECT document, code FROM entries WHERE document LIKE 'zhytomyr%'").fetchall()
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO questions (id, text, community, verdict, confidence, document, code, asked_at, n_rejected)"
            " VALUES (?, ?, ?, ?, 0.7, ?, ?, ?, ?)",
            (
                (
                    n,
                    chance.choice(QUESTIONS),
                    COMMUNITY,
                    "answer",
                    *chance.choice(codes),
                    moment(),
                    chance.random() < 0.1,
                )
                for n in range(n_questions)
            ),
        )
        connection.executemany(
            "INSERT INTO feedback (id, community, text, sent_at, changed_at, topic, entry, state, is_named, is_offered,"
            " is_public) VALUES (?, ?, ?, ?, ?, ?, ?, 'new', 0, 0, 0)",
            (
                (n, COMMUNITY, chance.choice(texts), at, at, chance.choice(TOPICS), chance.choice([None, *keys[:20]]))
                for n, at in ((n, moment()) for n in range(n_feedback))
            ),
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
