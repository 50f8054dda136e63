"""How many taps a second become counted ballots, beside bare upserts; what a tap costs the more ballots there are."""

import asyncio
import random
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from statistics import median

from bot.app import open_services
from bot.services import Services
from bot.settings import read_settings
from bot.storage.database import Database
from handlers.callbacks import Choose, pack
from tests.bench.alone import alone
from tests.bench.ballots import ROUND, Pace, fill, upserts, voter
from tests.bench.contestants import PEOPLE, run_viche, scratch
from tests.bench.tables import Row, say, show
from tests.support.bursts import move_in
from tests.support.roundfile import ballots, prepare

N_TAPS, N_OPTIONS = 4, 60
AT_ONCE = 100
N_BARE = 2000
"""Bare upserts of one round: each waits for the disk, so that forty thousand would take minutes."""
N_ALONE = 500
SIZES = (1_000, 10_000, 100_000, 1_000_000)
N_AMONG = 4000
BARE = "bare upserts, a transaction each"


def bench(*, quick: bool) -> None:
    bare = _beside_bare(n_rounds=1 if quick else 3, n_voters=1_000 if quick else 10_000)
    _by_size(SIZES[:3] if quick else SIZES)
    _end_to_end(total=1_000 if quick else 8_000, bare=bare)


def _beside_bare(n_rounds: int, n_voters: int) -> float:
    """Return how many bare upserts there were in a second."""
    runs = [alone(measure_beside_bare, n_voters) for _ in range(n_rounds)]
    rows: list[Row] = []
    for name in runs[0]:
        ratio = median(run[name].per_second / run[BARE].per_second for run in runs)
        rows.append((name, *_figures([run[name] for run in runs]), f"{ratio:.2f}"))
    title = f"Taps on disk, {n_voters:,} voters × {N_TAPS}, {N_OPTIONS} options, {n_rounds} rounds in turn"
    show(title, ("", "per second", "p50 ms", "CPU ms", "RSS MB", "ratio"), rows)
    return median(run[BARE].per_second for run in runs)


def _figures(paces: Sequence[Pace]) -> Row:
    return (
        f"{median(pace.per_second for pace in paces):.0f}",
        f"{median(pace.p50_ms for pace in paces):.1f}",
        f"{median(pace.cpu_ms for pace in paces):.2f}",
        f"{max(pace.rss_mb for pace in paces):.0f}",
    )


def measure_beside_bare(n_voters: int) -> dict[str, Pace]:
    """Run everything on one database file, one after the other."""
    with scratch() as folder:
        path = folder / "viche.sqlite3"
        fill(path, n_voters, 0, N_OPTIONS)
        bare = upserts(path, N_BARE)
        everybody = [(person, number) for number in range(N_TAPS) for person in range(n_voters)]
        together = asyncio.run(_tap(path, everybody, AT_ONCE))
        one_by_one = asyncio.run(_tap(path, [(person, N_TAPS) for person in range(N_ALONE)], 1))
    return {BARE: bare, f"Viche, {AT_ONCE} people at once": together, "Viche, one after the other": one_by_one}


async def _tap(path: Path, taps: Iterable[tuple[int, int]], at_once: int) -> Pace:
    """Let people tap, each time another option."""
    async with _services(path) as (_, services):
        options = [one.id for one in (await services.ballots.open(voter(0), ROUND)).order]

        async def tap(person: int, number: int) -> None:
            await services.ballots.choose(voter(person), ROUND, options[(person + number) % len(options)], 1)

        return await Pace.of(tap, taps, at_once)


def _services(path: Path) -> AbstractAsyncContextManager[tuple[Database, Services]]:
    return open_services(read_settings(_env_file=None, database_url=f"sqlite:///{path}", meaning="off"))


def _by_size(sizes: Sequence[int]) -> None:
    found = {n_ballots: alone(measure_among, n_ballots) for n_ballots in sizes}
    first, _, _ = found[sizes[0]]
    rows = [
        (f"{n:,}", *_figures([pace]), f"{pace.cpu_ms / first.cpu_ms:.2f}", f"{file_mb:.0f}", f"{anew_s:.1f}")
        for n, (pace, file_mb, anew_s) in found.items()
    ]
    heads = ("ballots", "taps a second", "p50 ms", "CPU ms", "RSS MB", "ratio by CPU", "file MB", "file anew, s")
    show(f"A tap among many ballots: {N_AMONG:,} of random voters, {AT_ONCE} at once", heads, rows)


def measure_among(n_ballots: int) -> tuple[Pace, float, float]:
    """Tap among so many ballots; also how large the file is and how long it takes to write it anew."""
    with scratch() as folder:
        path, chance = folder / "viche.sqlite3", random.Random(n_ballots)
        fill(path, n_ballots, n_ballots, N_OPTIONS)
        pace = asyncio.run(_tap(path, [(chance.randrange(n_ballots), number) for number in range(N_AMONG)], AT_ONCE))
        return pace, path.stat().st_size / 2**20, asyncio.run(_rebuild(path))


async def _rebuild(path: Path) -> float:
    async with _services(path) as (database, _):
        began = time.perf_counter()
        await database.rebuild()
        return time.perf_counter() - began


def _end_to_end(total: int, bare: float) -> None:
    """From the update to the edited card, through the running bot, and on disk."""
    with scratch() as folder:
        path = folder / "viche.sqlite3"
        key = prepare(path, N_OPTIONS, limit=N_OPTIONS)
        with run_viche(DATABASE_URL=f"sqlite:///{path}") as own:
            move_in(own.telegram, PEOPLE)
            own.telegram.do("load", people=PEOPLE, total=PEOPLE, texts=["/vote"])
            taps = [pack(Choose(key, option, value)) for option in range(1, N_OPTIONS + 1) for value in (1, 0)]
            before_s = own.cpu_s
            run = own.telegram.do("load", people=PEOPLE, total=total, texts=[], taps=taps)
            cpu_ms, rss_mb = 1000 * (own.cpu_s - before_s) / run["answered"], own.rss_mb
        n_kept = sum(version for _, version in ballots(path, key, range(1, PEOPLE + 1)).values())
    assert n_kept == run["answered"], f"{run['answered']} taps were answered, {n_kept} are on disk"
    figures = (f"{run['per_second']:.0f}", f"{run['p50_ms']:.1f}", f"{run['p95_ms']:.1f}", f"{cpu_ms:.2f}")
    row = ("Viche", *figures, str(run["lost"]), f"{rss_mb:.0f}", f"{run['per_second'] / bare:.2f}")
    heads = ("", "per second", "p50 ms", "p95 ms", "CPU ms", "lost", "RSS MB", "ratio to bare upserts")
    show(f"From the update to the edited card: {total:,} taps, {PEOPLE} people in a closed loop", heads, [row])
    say(f"Every one of these {n_kept:,} taps is on disk.")
