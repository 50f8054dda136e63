"""Commands of the bot, run as processes of their own."""

import os
import subprocess
import tempfile
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.support.databases import url_of
from tests.support.forks import Fork

PATIENCE_S = 120


def command(
    *arguments: object,
    folder: Path,
    database: Path | None = None,
    said: str = "",
    text: bool = True,
    **environment: str,
) -> CompletedProcess[Any]:
    """Run `python -m bot` in a folder, with no settings but these and those of a `.env`; `said` is what a person types.

    Errors: `TimeoutExpired` when it does not end.
    """
    where = {"DATABASE_URL": url_of(database)} if database is not None else {}
    env = {"PATH": os.environ["PATH"], "MEANING": "off", **where, **environment}
    words = [str(one) for one in arguments]
    with tempfile.TemporaryDirectory() as scratch:
        streams = [Path(scratch, name) for name in ("in", "out", "err")]
        streams[0].write_text(said, encoding="utf-8")
        process = Fork(["-m", "bot", *words], env, folder, streams)
        try:
            code = process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        out, err = (stream.read_text(encoding="utf-8") if text else stream.read_bytes() for stream in streams[1:])
    return CompletedProcess(words, code, out, err)
