"""Programs under test in processes of their own: the Telegram beside them, the bot, what it is compared with."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.support.databases import url_of
from tests.support.forks import Fork

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAtests-of-viche_0123456789abcdefgh"
"""Opens nothing, but has the look of a real one, so that a log that shows it is caught."""

VICHE = ("-m", "bot", "run")
SETTINGS = (
    "BACKUP_",
    "BOT_",
    "DATABASE_",
    "WEBHOOK_",
    "WEB_",
    "HEALTH_",
    "METRICS_",
    "DISK_",
    "LOG_",
    "MEANING",
    "WORKERS",
    "CONTROLLER",
    "TIMEZONE",
)


class Telegram:
    """A local Telegram in a process of its own; `do` is its control."""

    def __init__(self, port: int = 0, token: str = TOKEN) -> None:
        program = [sys.executable, "-m", "tests.support.botapi_server", "--port", str(port), "--token", token]
        self._process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().strip()
        self._client = httpx.Client(base_url=self.url, timeout=600)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def do(self, verb: str, **arguments: Any) -> Any:
        """Act as the people.

        Errors: `AssertionError` with what the server says.
        """
        answer = self._client.post(f"/control/{verb}", json=arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def call(self, method: str, **params: Any) -> Any:
        """Call the Bot API as another holder of the token would."""
        return self._client.post(f"/bot{TOKEN}/{method}", json=params).json()

    def count(self, method: str) -> int:
        return self.do("calls")["counts"].get(method, 0)

    def close(self) -> None:
        self._client.close()
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait(20)
        self._process.stdout.close()


@contextmanager
def telegram() -> Iterator[Telegram]:
    server = Telegram()
    try:
        yield server
    finally:
        server.close()


class Program:
    """A Python program that is started, killed and started again; what it says goes to a file in `folder`."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._arguments = arguments
        # No setting of whoever runs the tests reaches the program, nor a `.env`: it runs in a folder of its own.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self.environment = {**inherited, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **environment}
        self._folder = folder
        self._log = folder / "said.log"
        self._n_said = 0
        self.process: subprocess.Popen[bytes] | Fork | None = None

    def start(self) -> "Program":
        self._n_said = len(self.said)
        self.process = self._begin()
        return self

    def _begin(self) -> subprocess.Popen[bytes] | Fork:
        program = [sys.executable, *self._arguments]
        with self._log.open("ab") as log:
            return subprocess.Popen(program, env=self.environment, cwd=self._folder, stdout=log, stderr=log)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)

    def stop(self, patience_s: float = 30) -> int:
        """Ask it to end and return its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(patience_s)

    def wait(self, patience_s: float = 30) -> int:
        """Wait until it ends by itself and return its exit code."""
        assert self.process is not None
        return self.process.wait(patience_s)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def said(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def wait_until_said(self, words: str, patience_s: float = 60) -> None:
        """Wait until it says these words after its latest start."""
        until = time.monotonic() + patience_s
        while words not in self.said[self._n_said :]:
            assert time.monotonic() < until, f"{words!r} was not said:\n{self.said[-3000:]}"
            time.sleep(0.05)

    def close(self) -> None:
        if self.alive:
            self.kill()


class SplitOff(Program):
    """A program that need not load the bot first."""

    def _begin(self) -> Fork:
        return Fork(self._arguments, self.environment, self._folder, (Path(os.devnull), self._log, self._log))


def viche(telegram: Telegram, folder: Path, kind: Callable[..., Program] = SplitOff, **settings: str) -> Program:
    """The bot as operators run it, on a scratch database; without the model of meaning unless `settings` say so.

    With `Program` it starts as it does for operators, too: five seconds later.
    """
    environment = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": telegram.url,
        "DATABASE_URL": url_of(folder / "viche.sqlite3"),
        "MEANING": "off",
        **settings,
    }
    return kind(VICHE, environment, folder)


def wait_until_listening(
    telegram: Telegram, program: Program, *, webhook: bool = False, patience_s: float = 60
) -> None:
    """Wait until the bot has asked for updates, or has said where to bring them."""
    method = "setWebhook" if webhook else "getUpdates"
    until = time.monotonic() + patience_s
    while not telegram.count(method):
        assert program.alive, program.said[-3000:]
        assert time.monotonic() < until, program.said[-3000:]
        time.sleep(0.05)


def in_a_process(act: str) -> str:
    """Run a few lines of Python of their own and return what they print."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, "-c", act], env=environment, check=True, capture_output=True, text=True
    ).stdout
