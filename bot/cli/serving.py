"""Commands that stay: run, demo, chat."""

import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import structlog
from cyclopts import Parameter

from bot.cli.words import WORDS
from bot.logs import set_up_logs
from bot.settings import WrongSetting, open_to_all, read_settings, said_by_systemd
from bot.systemd import Systemd

log = structlog.get_logger()


def run() -> None:
    """Run the bot against Telegram. Needs BOT_TOKEN."""
    from bot import serving  # noqa: PLC0415  (each command loads only what it needs)
    from bot.storage.presence import only_one_on_a_file  # noqa: PLC0415

    settings = read_settings()
    if settings.bot_token is None:
        raise WrongSetting(WORDS["telegram.token_missing"])
    set_up_logs(settings)
    for path in open_to_all():
        log.warning("everybody on this machine can read a file with secrets", file=str(path))
    systemd = Systemd(*said_by_systemd())

    async def serve() -> None:
        async with only_one_on_a_file(settings.database_url):
            await serving.run(settings, systemd)

    _stay(systemd.keep(serve()))


def demo(*, browser: Annotated[bool, Parameter(negative="--no-browser")] = True) -> None:
    """Try the whole bot in a browser: a resident, a staff member and a moderator, with a Telegram of their own."""
    from bot import demo as trial  # noqa: PLC0415

    settings = read_settings()
    set_up_logs(settings)
    _stay(trial.in_browser(settings, open_browser=browser))


def chat() -> None:
    """Try the same in this terminal."""
    from bot import demo as trial  # noqa: PLC0415

    settings = read_settings()
    _stay(trial.in_terminal(settings))


def _stay(work: Coroutine[Any, Any, None]) -> None:
    """Run on the faster event loop, where there is one."""
    if sys.platform == "win32":
        from asyncio import run as run_loop  # noqa: PLC0415
    else:
        from uvloop import run as run_loop  # noqa: PLC0415
    run_loop(work)
