"""How fast the desk opens for twenty colleagues at once while the bot serves residents, and what these feel of it."""

import asyncio
import time
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from statistics import quantiles

import aiohttp

from bot.app import open_services
from bot.domain.people import Locale, Role
from bot.settings import read_settings
from bot.web.desk.page import MENU
from tests.bench.alone import alone
from tests.bench.contestants import Contestant, free_port, run_viche, scratch
from tests.bench.digest import write
from tests.bench.questions import QUESTIONS
from tests.bench.tables import Row, show
from tests.support.bursts import move_in
from tests.support.house import DESK

N_READERS = 20
THINK_S = 0.25
"""Between two pages of one reader: nobody reads faster, and the desk slows down who does."""
N_RESIDENTS = 20
PATHS = [f"/desk/{'' if name == 'today' else name}" for name in MENU]


def bench(*, quick: bool) -> None:
    n_questions, n_feedback, seconds = (2_000, 1_000, 5) if quick else (100_000, 20_000, 30)
    with scratch() as folder:
        path, port = folder / "viche.sqlite3", str(free_port())
        alone(write, path, n_questions, n_feedback, 1_000)
        tokens = alone(_invite, path)
        address = f"http://127.0.0.1:{port}"
        with run_viche(DATABASE_URL=f"sqlite:///{path}", PUBLIC_URL=address, WEB_PORT=port) as own:
            move_in(own.telegram, N_RESIDENTS)
            rows = asyncio.run(_measure(own, address, tokens, seconds))
    title = (
        f"Pages of the desk, {N_READERS} readers at once, over {n_questions:,} questions, {n_feedback:,} of feedback"
    )
    show(title, ("", "p50 ms", "p95 ms", "requests", "p95 ratio"), rows)


async def _measure(own: Contestant, address: str, tokens: Sequence[str], seconds: float) -> list[Row]:
    async with aiohttp.ClientSession() as client:
        cookies = [await _come_in(client, address, token) for token in tokens]
        await _read(client, address, cookies, 2)  # warms up
        quiet = await _read(client, address, cookies, seconds)
        alone_ms = await asyncio.to_thread(_ask, own, seconds)
        asking = asyncio.create_task(asyncio.to_thread(_ask, own, seconds))
        busy = await _read(client, address, cookies, seconds)
        beside_ms = await asking
    everything, before = list(chain.from_iterable(busy.values())), list(chain.from_iterable(quiet.values()))
    return [
        _row("all pages, no resident asks", before, before),
        _row(f"all pages, {N_RESIDENTS} residents ask without pause", everything, before),
        *(_row(path, waits, quiet[path]) for path, waits in busy.items()),
        ("a resident’s question, nobody at the desk", "", f"{alone_ms:.1f}", "", "1.0"),
        ("a resident’s question beside the readers", "", f"{beside_ms:.1f}", "", f"{beside_ms / alone_ms:.2f}"),
    ]


def _row(name: str, waits_ms: Sequence[float], before_ms: Sequence[float]) -> Row:
    cut, reference = quantiles(waits_ms, n=20), quantiles(before_ms, n=20)
    return (name, f"{cut[9]:.1f}", f"{cut[18]:.1f}", f"{len(waits_ms)}", f"{cut[18] / reference[18]:.2f}")


def _ask(own: Contestant, seconds: float) -> float:
    """Let residents ask in a closed loop for about so long; the p95 of their waiting in milliseconds."""
    until, worst = time.perf_counter() + seconds, []
    while time.perf_counter() < until:
        run = own.telegram.do("load", people=N_RESIDENTS, total=200, timeout_s=30, texts=QUESTIONS)
        worst.append(run["p95_ms"])
    return sorted(worst)[len(worst) // 2]


async def _come_in(client: aiohttp.ClientSession, address: str, token: str) -> str:
    answer = await client.post(f"{address}/desk/enter/{token}", allow_redirects=False)
    return answer.cookies["viche"].value


async def _read(
    client: aiohttp.ClientSession, address: str, cookies: Sequence[str], seconds: float
) -> dict[str, list[float]]:
    """Let everybody open page after page; milliseconds to the last byte, by page."""
    waits: dict[str, list[float]] = {path: [] for path in PATHS}
    until = time.perf_counter() + seconds

    async def read(number: int, cookie: str) -> None:
        at = number
        while time.perf_counter() < until:
            path = PATHS[(at := at + 1) % len(PATHS)]
            began = time.perf_counter()
            async with client.get(address + path, headers={"Cookie": f"viche={cookie}"}) as answer:
                await answer.read()
            assert answer.status == 200, f"{path}: {answer.status}"
            waits[path].append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(THINK_S)

    await asyncio.gather(*(read(number, cookie) for number, cookie in enumerate(cookies)))
    return waits


def _invite(path: Path) -> list[str]:
    """Invite the readers, let them agree, and give each a way in."""

    async def work() -> list[str]:
        settings = read_settings(_env_file=None, database_url=f"sqlite:///{path}", meaning="off")
        async with open_services(settings) as (_, services):
            tokens = []
            for number in range(N_READERS):
                account = await services.accounts.invite(
                    DESK, f"r{number}@example.com", f"Колега {number}", Role.OPERATOR
                )
                actor = await services.people.recognise(account.telegram_id, None)
                await services.people.consent(actor, Locale.UK)
                tokens.append(await services.sessions.link(account.telegram_id))
            return tokens

    return asyncio.run(work())
