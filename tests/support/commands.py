"""Commands as processes of their own, split off from one that has loaded the modules already: 0.1 s instead of 1.5."""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.support.databases import url_of

PATIENCE_S = 120

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["bot.cli", "bot.app", "handlers"])


def command(
    *arguments: object, folder: Path, database: Path, said: str = "", text: bool = True, **environment: str
) -> CompletedProcess[Any]:
    """Run `python -m bot` in a folder, with no settings but these; `said` is what a person types.

    Errors: `TimeoutError` when it does not end.
    """
    env = {"PATH": os.environ["PATH"], "DATABASE_URL": url_of(database), "MEANING": "off", **environment}
    with tempfile.TemporaryDirectory() as scratch:
        streams = [Path(scratch, name) for name in ("in", "out", "err")]
        streams[0].write_text(said, encoding="utf-8")
        words = [str(one) for one in arguments]
        process = _forks.Process(target=_be, args=(words, env, folder, streams))
        process.start()
        process.join(PATIENCE_S)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{words} did not end")
        out, err = (stream.read_text(encoding="utf-8") if text else stream.read_bytes() for stream in streams[1:])
        return CompletedProcess(words, process.exitcode, out, err)


def _be(arguments: Sequence[str], environment: Mapping[str, str], folder: Path, streams: Sequence[Path]) -> None:
    """Become the command."""
    from bot.cli import main  # noqa: PLC0415  (loaded in the child alone: tests need none of it)

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, (stream, mode) in enumerate(zip(streams, ("r", "w", "w"), strict=True)):
        with stream.open(mode) as opened:
            os.dup2(opened.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", closefd=False) for number, mode in enumerate(("r", "w", "w"))
    )
    main(list(arguments))
