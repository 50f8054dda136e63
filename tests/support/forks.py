"""Processes split off from one that has loaded the modules and learned the words already: 0.1 s of start instead of 5.

Whoever needs to see a start as it is (the bench) starts Python itself.
"""

import atexit
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["bot.cli", "bot.serving", "handlers", "tests.support.learned"])


class Fork:
    """Python with these arguments, as `subprocess.Popen` would run it: `-m bot` and a command, or `-c` and lines.

    Shapes: `streams` are the files for what it reads, says and complains; what it says is added to what is there.
    """

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, streams: Sequence[Path]
    ) -> None:
        self._process = _forks.Process(target=_be, args=(list(arguments), dict(environment), folder, list(streams)))
        self._process.start()
        self.args, self.pid = arguments, self._process.pid
        atexit.register(self.kill)  # else Python would wait for what a failed test has left running

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, patience_s: float) -> int:
        self._process.join(patience_s)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self.args, patience_s)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _be(arguments: list[str], environment: Mapping[str, str], folder: Path, streams: list[Path]) -> None:
    """Become the program."""
    from bot.cli import main  # noqa: PLC0415  (loaded in the child alone: tests need none of it)

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, (stream, mode) in enumerate(zip(streams, ("r", "a", "a"), strict=True)):
        with stream.open(mode) as opened:
            os.dup2(opened.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, buffering=1, encoding="utf-8", closefd=False)
        for number, mode in enumerate(("r", "w", "w"))
    )
    if arguments[0] == "-c":
        exec(arguments[1], {"__name__": "__main__"})
    else:
        main(arguments[2:])
