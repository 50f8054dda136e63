"""How fast a broadcast goes beside the published limit, who waits for it, how large and how fast its audience is."""

import asyncio
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.app import open_services
from bot.domain.audiences import Audience
from bot.domain.broadcasts import BroadcastKind, Content
from bot.domain.people import CONSENT_VERSION, Locale, Role
from bot.domain.time import utc_now
from bot.settings import read_settings
from tests.bench.alone import alone
from tests.bench.ballots import connect
from tests.bench.contestants import scratch
from tests.bench.tables import Row, show
from tests.support.broadcasting import WORDS, approved
from tests.support.processes import Program, Telegram, telegram, viche, wait_until_listening

LIMIT = 30
QUESTIONS = ["ремонт доріг", "туризм", "школи", "/help"]
RESIDENTS = 4
"""Who ask one after another, without a pause."""

BARE = "INSERT INTO bare SELECT 1, id FROM people WHERE community = 'zhytomyr'"


def bench(*, quick: bool) -> None:
    _on_its_way(n_people=600 if quick else 6_000, n_questions=200 if quick else 2_000)
    _audiences((100_000,) if quick else (100_000, 1_000_000))


def _on_its_way(n_people: int, n_questions: int) -> None:
    without_ms, during_ms, per_second, n_refused = measure_on_its_way(n_people, n_questions)
    rows: list[Row] = [
        ("messages a second", f"{per_second:.2f}", f"{per_second / LIMIT:.3f}", "≥ 0.95 of the limit"),
        ("answers with 429", str(n_refused), "", "0"),
        ("a resident's p95, ms", f"{during_ms:.1f}", f"{during_ms / without_ms:.2f}", "≤ 1.3 of without"),
        ("the same without a broadcast", f"{without_ms:.1f}", "1.00", ""),
    ]
    title = f"A broadcast to {n_people:,} people, {LIMIT} a second allowed; {RESIDENTS} residents ask meanwhile"
    show(title, ("", "measured", "ratio", "wanted"), rows)


def measure_on_its_way(n_people: int, n_questions: int) -> tuple[float, float, float, int]:
    """A resident's p95 without and during a broadcast, its messages a second, how many went over the limit."""
    with scratch() as folder, telegram() as server:
        program = viche(server, folder, Program)
        try:
            program.start()
            wait_until_listening(server, program)
            without_ms = _ask(server, n_people, n_questions)
            program.stop()
            asyncio.run(approved(folder / "viche.sqlite3", n_people))
            server.do("move_in", people=n_people)
            server.do("limit", per_second=LIMIT)
            program.start()
            while (n_begun := _n_received(server)) < LIMIT:
                time.sleep(0.05)
            began = time.perf_counter()
            during_ms = _ask(server, n_people, n_questions)
            while (n_there := _n_received(server)) < n_people - LIMIT:
                time.sleep(0.05)
            return without_ms, during_ms, (n_there - n_begun) / (time.perf_counter() - began), server.do("refused")
        finally:
            program.close()


def _ask(server: Telegram, n_people: int, n_questions: int) -> float:
    """Milliseconds within which nineteen of twenty answers came; the first are for getting warm."""
    asked = {"people": RESIDENTS, "texts": QUESTIONS, "first": n_people + 1}
    server.do("load", total=40, **asked)
    return server.do("load", total=n_questions, **asked)["p95_ms"]


def _n_received(server: Telegram) -> int:
    return len(server.do("received", text=WORDS))


def _audiences(sizes: tuple[int, ...]) -> None:
    rows: list[Row] = []
    for n_people in sizes:
        estimate_s, freeze_s, bare_s, frozen, sent = alone(measure_audience, n_people)
        seconds = (f"{estimate_s:.2f}", f"{freeze_s:.2f}", f"{bare_s:.2f}", f"{freeze_s / bare_s:.1f}")
        rows.append((f"{n_people:,}", *seconds, f"{frozen / n_people:.1f}", f"{sent / n_people:.1f}"))
    heads = ("people", "estimate, s", "freeze, s", "bare INSERT … SELECT, s", "ratio", "bytes a row", "once sent")
    show("An audience with one earlier broadcast in the month; a row for each", heads, rows)


def measure_audience(n_people: int) -> tuple[float, float, float, float, float]:
    """Seconds to estimate and to freeze, and of a bare copy of the ids; bytes of the rows, frozen and sent."""
    with scratch() as folder:
        path = folder / "viche.sqlite3"
        return asyncio.run(_measure_audience(path, n_people))


async def _measure_audience(path: Path, n_people: int) -> tuple[float, float, float, float, float]:
    settings = read_settings(_env_file=None, database_url=f"sqlite:///{path}", meaning="off")
    async with open_services(settings) as (_, services):
        people, desk = services.people, services.broadcasts
        for number, role in ((-1, Role.MODERATOR), (-2, Role.STAFF)):
            await people.consent(await people.recognise(number, "uk"), Locale.UK)
            await people.grant(number, role)
        moderator, staff = [await people.recognise(number, "uk") for number in (-1, -2)]
        keys = []
        for _ in range(2):
            key = await desk.draft(moderator, BroadcastKind.NEWS, Audience(community="zhytomyr"), is_emergency=False)
            await desk.say(moderator, key, Locale.UK, Content(WORDS))
            keys.append(key)
        _fill(path, n_people, keys[0])
        before = _bytes(path)
        estimate_s = await _time(desk.estimate(moderator, keys[1]))
        await desk.submit(moderator, keys[1])
        freeze_s = await _time(desk.approve(staff, keys[1]))
        frozen = _bytes(path) - before
        with closing(connect(path)) as connection:
            connection.execute("UPDATE deliveries SET state='sent', n_attempts=1, message=person*10 WHERE broadcast=2")
        sent = _bytes(path) - before
    return estimate_s, freeze_s, _bare(path), frozen, sent


def _fill(path: Path, n_people: int, earlier: int) -> None:
    """Let people agree, all of whom got another broadcast ten days ago."""
    now = utc_now().replace(tzinfo=None)
    began_at = (now - timedelta(days=10)).isoformat(" ")
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO people (telegram_id, locale, community, consent_version, consent_at)"
            " VALUES (?, 'uk', 'zhytomyr', ?, ?)",
            ((10**9 + one, CONSENT_VERSION, now.isoformat(" ")) for one in range(n_people)),
        )
        connection.execute(
            "UPDATE broadcasts SET state='done', began_at=?, ended_at=? WHERE id=?", (began_at, began_at, earlier)
        )
        connection.execute(
            "INSERT INTO deliveries SELECT ?, id, 'sent', 1, NULL, id, NULL, 0, 0, 0 FROM people WHERE id > 2",
            (earlier,),
        )
        connection.execute("COMMIT")


def _bare(path: Path) -> float:
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE bare (broadcast, person, PRIMARY KEY (broadcast, person)) WITHOUT ROWID")
        began = time.perf_counter()
        connection.execute(BARE)
        return time.perf_counter() - began


def _bytes(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        n_pages, n_free, size = (
            connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "freelist_count", "page_size")
        )
    return (n_pages - n_free) * size


async def _time(work: object) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began
