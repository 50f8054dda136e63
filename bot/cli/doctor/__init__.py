"""The command doctor: look at everything that the bot needs, and say what to do."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter

from bot.cli.doctor.copies import examine_backups
from bot.cli.doctor.database import examine_database
from bot.cli.doctor.findings import Finding, Mark
from bot.cli.doctor.machine import examine_disk, examine_memory, examine_settings
from bot.cli.doctor.outside import examine_mail, examine_web
from bot.cli.doctor.telegram import examine_telegram
from bot.domain.time import utc_now
from bot.services.watch import Limits
from bot.settings import Settings, read_settings

JsonFlag = Annotated[bool, Parameter(name="--json", negative="")]


def doctor(*, json_: JsonFlag = False) -> int:
    """Check settings, Telegram, the database, mail, the web and this machine, and say what to do.

    Changes nothing and sends nothing; the bot may run meanwhile. Ends with 1 when something failed (✗), not for
    warnings (!).

    Parameters
    ----------
    json_
        Print one JSON array instead.
    """
    found = asyncio.run(_all(read_settings(), show=not json_))
    if json_:
        print(json.dumps([one.as_json for one in found], ensure_ascii=False))
    return int(any(one.mark is Mark.FAILED for one in found))


async def _all(settings: Settings, *, show: bool) -> list[Finding]:
    """Examine one thing after another, and show each as soon as it is known."""
    found = []
    async for one in _examine(settings):
        found.append(one)
        if show:
            print(one.line, flush=True)
    return found


async def _examine(settings: Settings) -> AsyncIterator[Finding]:
    for one in examine_settings(settings):
        yield one
    for one in await examine_telegram(settings):
        yield one
    for one in await examine_database(settings, datetime.now(ZoneInfo(settings.timezone)).date()):
        yield one
    yield examine_disk(Limits((settings.database_path or Path()).parent, settings.disk_low_mb))
    yield examine_memory(settings.meaning)
    if settings.backup_at != "off" or settings.backup_dir.exists():
        yield examine_backups(settings.backup_dir, utc_now(), is_on=settings.backup_at != "off")
    yield await examine_mail(settings)
    for one in await examine_web(settings):
        yield one
