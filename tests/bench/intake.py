"""How much feedback, support and unanswered questions are taken in, beside bare inserts of the same rows."""

import asyncio
import random
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from bot.app import open_services
from bot.domain.people import Actor
from bot.services import Services
from bot.services.feedback import Draft
from bot.settings import read_settings
from tests.bench.alone import alone
from tests.bench.ballots import Pace, connect, fill, voter
from tests.bench.contestants import PEOPLE, run_viche, scratch
from tests.bench.tables import Row, say, show
from tests.support.bursts import HOME, move_in

AT_ONCE = 100
FEEDBACK, SUPPORTS, GAPS = "feedback", "supports", "questions without an answer"
TABLES = {FEEDBACK: ("feedback",), SUPPORTS: ("supports",), GAPS: ("gaps", "questions")}
"""What each writes; one transaction writes a row of each, where one is new."""

SYLLABLES = ["ба", "го", "ди", "жу", "за", "ки", "ля", "ме", "но", "пу", "ро", "се", "ту", "фі", "ха", "цу", "ше", "юк"]


def bench(*, quick: bool) -> None:
    n_rounds, n_people = (1, 500) if quick else (3, 5_000)
    runs = [alone(measure, n_people) for _ in range(n_rounds)]
    rows = [_row(name, runs) for name in TABLES]
    heads = ("", "per second", "p50 ms", "CPU ms", "bare per second", "bare p50 ms", "ratio")
    title = f"Taken in through the services: {n_people:,} people, {AT_ONCE} at once, beside a bare transaction each"
    show(f"{title}, {n_rounds} rounds", heads, rows)
    _end_to_end(500 if quick else 5_000, median(run[GAPS][1].per_second for run in runs))


def _row(name: str, runs: Sequence[Mapping[str, tuple[Pace, Pace]]]) -> Row:
    own, bare = [run[name][0] for run in runs], [run[name][1] for run in runs]
    return (
        name,
        f"{median(pace.per_second for pace in own):.0f}",
        f"{median(pace.p50_ms for pace in own):.1f}",
        f"{median(pace.cpu_ms for pace in own):.2f}",
        f"{median(pace.per_second for pace in bare):.0f}",
        f"{median(pace.p50_ms for pace in bare):.1f}",
        f"{median(run[name][0].per_second / run[name][1].per_second for run in runs):.2f}",
    )


def measure(n_people: int) -> dict[str, tuple[Pace, Pace]]:
    """Let everybody send, support and ask once; then write the rows that came of it anew, one by one."""
    with scratch() as folder:
        path, bare = folder / "viche.sqlite3", folder / "bare.sqlite3"
        fill(path, n_people, 0, 4)
        shutil.copy(path, bare)
        own = asyncio.run(_take_in(path, n_people))
        return {name: (pace, asyncio.run(_bare(path, bare, TABLES[name]))) for name, pace in own.items()}


async def _take_in(path: Path, n_people: int) -> dict[str, Pace]:
    settings = read_settings(_env_file=None, database_url=f"sqlite:///{path}", meaning="off")
    async with open_services(settings) as (_, services):
        await services.entries.load()
        await services.gaps.load()
        return await _measured(services, unheard_of(n_people))


async def _measured(services: Services, words: Sequence[str]) -> dict[str, Pace]:
    sent: dict[int, int] = {}

    async def send(person: int, _: int) -> None:
        draft = Draft(HOME, f"Поставте лавку біля {words[person]}", topic="infrastructure", is_public=True)
        sent[person] = (await services.feedback.send(_resident(person), draft)).id

    async def support(person: int, author: int) -> None:
        await services.feedback.support(_resident(person), sent[author])

    async def ask(person: int, _: int) -> None:
        await services.questions.ask(_resident(person), f"коли буде {words[person]}")

    people = range(len(words))
    return {
        FEEDBACK: await Pace.of(send, ((person, 0) for person in people), AT_ONCE),
        SUPPORTS: await Pace.of(support, ((person, people[person - 1]) for person in people), AT_ONCE),
        GAPS: await Pace.of(ask, ((person, 0) for person in people), AT_ONCE),
    }


async def _bare(own: Path, bare: Path, tables: Sequence[str]) -> Pace:
    """Write the same rows, a transaction for each of the last table: with the row that it needs, if that is new."""
    with closing(sqlite3.connect(own)) as connection:
        *needed, rows = (_rows(connection, table) for table in tables)
    gaps = {row["id"]: row for row in needed[0]} if needed else {}
    with closing(connect(bare)) as connection:

        async def write(number: int, _: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            if gap := gaps.pop(rows[number].get("gap"), None):
                _insert(connection, tables[0], gap)
            _insert(connection, tables[-1], rows[number])
            connection.execute("COMMIT")

        return await Pace.of(write, ((number, 0) for number in range(len(rows))), 1)


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    connection.row_factory = sqlite3.Row
    return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _end_to_end(total: int, bare: float) -> None:
    """From a question that nothing answers to «I do not know», through the running bot, and on disk."""
    with scratch() as folder:
        path = folder / "viche.sqlite3"
        with run_viche(DATABASE_URL=f"sqlite:///{path}") as own:
            move_in(own.telegram, PEOPLE)
            before_s = own.cpu_s
            texts = [f"коли буде {word}" for word in unheard_of(total)]
            run = own.telegram.do("load", people=PEOPLE, total=total, texts=texts)
            cpu_ms, rss_mb = 1000 * (own.cpu_s - before_s) / run["answered"], own.rss_mb
        with closing(sqlite3.connect(path)) as connection:
            n_kept, n_gaps = connection.execute("SELECT count(*), count(DISTINCT gap) FROM questions").fetchone()
    assert n_kept == run["answered"], f"{run['answered']} questions were answered, {n_kept} are on disk"
    figures = (f"{run['per_second']:.0f}", f"{run['p50_ms']:.1f}", f"{run['p95_ms']:.1f}", f"{cpu_ms:.2f}")
    row = ("Viche", *figures, str(run["lost"]), f"{rss_mb:.0f}", f"{run['per_second'] / bare:.2f}")
    heads = ("", "per second", "p50 ms", "p95 ms", "CPU ms", "lost", "RSS MB", "ratio to bare inserts")
    show(f"From the update to the answer: {total:,} {GAPS}, {PEOPLE} people in a closed loop", heads, [row])
    say(f"All {n_kept:,} are on disk, in {n_gaps:,} groups that ask the same.")


def _resident(number: int) -> Actor:
    return replace(voter(number), community=HOME)


def unheard_of(n_words: int) -> list[str]:
    """Make as many words that no document has and that are not alike, the same every time."""
    chance = random.Random(n_words)
    return ["".join(chance.choices(SYLLABLES, k=6)) for _ in range(n_words)]
