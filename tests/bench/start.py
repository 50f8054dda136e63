"""How soon it answers after being started, how much memory it takes, how long reading the strategies takes."""

import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
import psutil

from knowledge.importers import read
from tests.bench.questions import QUESTIONS
from tests.bench.tables import show
from tests.support.bursts import move_in
from tests.support.processes import ROOT, Program, telegram, viche, wait_until_listening

STRATEGIES = [ROOT / "knowledge" / "documents" / f"{name}-oblast-2027.txt" for name in ("zhytomyr", "luhansk")]
BARE = "import aiosqlite, numpy, sqlalchemy.ext.asyncio, simplemma, telegram.ext, uvicorn"
AS_INSTALLED = "import sys; sys.modules['tornado'] = None; sys.argv[1:] = ['run']; import bot.__main__"
"""The bot without what only the tests install: python-telegram-bot loads tornado wherever it finds it."""

PEOPLE = 50


def bench(*, quick: bool) -> None:
    n_rounds, n_questions = (2, 300) if quick else (5, 2000)
    bare = statistics.median(_seconds(_import_libraries) for _ in range(n_rounds))
    page = statistics.median(_until_page() for _ in range(n_rounds))
    imports = statistics.median(_seconds(_read_strategies) for _ in range(n_rounds))
    rows = [
        ("importing the libraries alone", f"{bare:.2f} s", "1.0", ""),
        ("demo: from start to a page whose bot has answered", f"{page:.2f} s", f"{page / bare:.1f}", "<= 3 s"),
        ("import of both strategies", f"{imports:.3f} s", f"{imports / bare:.2f}", "<= 1 s"),
        *(_memory(meaning, n_questions) for meaning in ("off", "auto")),
    ]
    show("Start and memory", ("", "median", "ratio to the first row", "target"), rows)


def _seconds(act: object) -> float:
    assert callable(act)
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _import_libraries() -> None:
    subprocess.run([sys.executable, "-c", BARE], check=True)


def _read_strategies() -> None:
    for path in STRATEGIES:
        assert read(path).entries


def _until_page() -> float:
    """Start the demo in an empty folder and wait for the first card in the resident's chat."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        demo = Program(("-m", "bot", "demo", "--no-browser"), {"WEB_PORT": str(port)}, Path(folder))
        begin = time.perf_counter()
        demo.start()
        try:
            while not _shows_a_card(port):
                assert time.perf_counter() - begin < 60, demo.said
                time.sleep(0.02)
            return time.perf_counter() - begin
        finally:
            demo.stop()


def _shows_a_card(port: int) -> bool:
    try:
        return "/forget" in httpx.get(f"http://127.0.0.1:{port}/chats/resident").text
    except httpx.TransportError:
        return False


def _as_installed(_: Sequence[str], environment: Mapping[str, str], folder: Path) -> Program:
    return Program(("-c", AS_INSTALLED), environment, folder)


def _memory(meaning: str, n_questions: int) -> tuple[str, str, str, str]:
    with telegram() as server, tempfile.TemporaryDirectory() as folder:
        bot = viche(server, Path(folder), _as_installed, MEANING=meaning).start()
        try:
            wait_until_listening(server, bot)
            move_in(server, PEOPLE)
            if meaning == "auto":
                bot.wait_until_said("reckons with meaning", 180)
            server.do("load", people=PEOPLE, total=n_questions, texts=list(QUESTIONS))
            assert bot.process is not None
            size = psutil.Process(bot.process.pid).memory_info().rss / 2**20
        finally:
            bot.stop()
    limit = "<= 200 MB" if meaning == "off" else "<= 300 MB"
    return f"memory of run after {n_questions} questions, MEANING={meaning}", f"{size:.0f} MB", "", limit
