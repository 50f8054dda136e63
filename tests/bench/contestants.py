"""Bots that run side by side, each with a Telegram of its own, and the people who use them."""

import socket
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from handlers.callbacks import (
    OpenCommunities,
    OpenCommunity,
    OpenDetails,
    OpenDocument,
    OpenEntry,
    pack,
    unpack,
)
from tests.support.processes import Program, Telegram, telegram, viche, wait_until_listening

STOCK = "bare bot as it comes"
PEOPLE = 100
BROWSING = (OpenCommunities, OpenCommunity, OpenDocument, OpenEntry, OpenDetails)
"""What the buttons carry that lead through the goals."""

COUNTERPART = ("-m", "tests.bench.counterparts")


@dataclass
class Contestant:
    """One bot, of one process or several, and its Telegram."""

    name: str
    telegram: Telegram
    programs: Sequence[Program]

    @property
    def cpu_s(self) -> float:
        times = [process.cpu_times() for process in self._processes]
        return sum(one.user + one.system for one in times)

    @property
    def rss_mb(self) -> float:
        return sum(process.memory_info().rss for process in self._processes) / 1e6

    @property
    def _processes(self) -> list[psutil.Process]:
        return [psutil.Process(program.process.pid) for program in self.programs]


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


@contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="viche-bench-") as folder:
        yield Path(folder)


@contextmanager
def run_viche(*, webhook: bool = False, name: str = "Viche", **settings: str) -> Iterator[Contestant]:
    """Start Viche as operators do."""
    with ExitStack() as stack:
        server, folder = stack.enter_context(telegram()), stack.enter_context(scratch())
        if webhook:
            port = str(free_port())
            settings |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "WEB_PORT": port}
        program = viche(server, folder, Program, **settings).start()
        stack.callback(program.close)
        wait_until_listening(server, program, webhook=webhook)
        yield Contestant(name, server, [program])


@contextmanager
def run_many(name: str, n_processes: int, **settings: str) -> Iterator[Contestant]:
    """Start several processes of Viche on one server, and share a webhook's deliveries among them."""
    with ExitStack() as stack:
        server = stack.enter_context(telegram())
        ports = [free_port() for _ in range(n_processes)]
        address, programs = f"http://127.0.0.1:{ports[0]}", []
        for port in ports:
            folder = stack.enter_context(scratch())
            one = viche(server, folder, WEBHOOK_URL=address, WEB_PORT=str(port), **settings).start()
            stack.callback(one.close)
            one.wait_until_said("the bot is running")
            programs.append(one)
        server.do("balance", ports=ports)
        yield Contestant(name, server, programs)


@contextmanager
def run_counterpart(name: str, *, webhook: bool = False, fast: bool = False) -> Iterator[Contestant]:
    with ExitStack() as stack:
        server, folder = stack.enter_context(telegram()), stack.enter_context(scratch())
        options = [*(("--webhook", str(free_port())) if webhook else ()), *(("--fast",) if fast else ())]
        program = Program([*COUNTERPART, server.url, *options], {}, folder).start()
        stack.callback(program.close)
        wait_until_listening(server, program, webhook=webhook)
        yield Contestant(name, server, [program])


def learn_to_browse(server: Telegram, person: int = 1, steps: int = 60) -> list[str]:
    """Walk through the goals as a person does and return the labels met; all begin at /goals."""
    server.do("load", people=PEOPLE, total=PEOPLE, texts=["/goals"])
    pressed: Counter[str] = Counter()
    labels: dict[str, None] = {}
    shown, everywhere = "", pack(OpenCommunities())
    for _ in range(steps):
        screen = [m for m in server.do("chat", person=person)["messages"] if m["from_bot"]][-1]
        buttons = {
            b["value"]: b["text"]
            for row in screen["buttons"]
            for b in row
            if isinstance(unpack(b["value"]), BROWSING) and b["value"] != shown
        }
        labels.update(dict.fromkeys(buttons.values()))
        shown = min(buttons, key=lambda data: (pressed[data], data != everywhere))
        pressed[shown] += 1
        n_edits = server.count("editMessageText")
        server.do("press", person=person, what=shown)
        server.do("wait", method="editMessageText", count=n_edits + 1)
    return list(labels)
