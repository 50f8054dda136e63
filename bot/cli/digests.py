"""The command that writes a digest."""

import asyncio
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from bot.app import open_services
from bot.cli.asking import known
from bot.cli.operator import OPERATOR
from bot.cli.words import WORDS
from bot.domain.digests import Period, PeriodKind
from bot.domain.people import Locale
from bot.reports.digest.forms import DigestForm, write
from bot.reports.digest.leads import Leads
from bot.settings import WrongSetting, read_settings


def digest(
    *,
    period: str = PeriodKind.WEEK.value,
    community: str | None = None,
    form: Annotated[DigestForm, Parameter(name="--format")] = DigestForm.TXT,
    out: Path | None = None,
    bot: str = "",
) -> None:
    """Write the digest of a period: what people asked, said and chose, and what waits for staff.

    Parameters
    ----------
    period
        `day`, `week` or `month`: the last one that is over; or days such as `2026-11-01..2026-11-15`.
    community
        The community's id; all of them if it is left out.
    form
        `txt`, `html` (opens offline, prints well), `xlsx`, `csv` (the numbers), `json`, or `png` (the chart).
    out
        The file; standard output if it is left out.
    bot
        The bot's name without @, for links into Telegram.
    """
    content = asyncio.run(_written(period, community, form, bot.removeprefix("@")))
    if not content:
        raise WrongSetting(WORDS["digest.no_picture"])
    if out is not None:
        out.write_bytes(content)
    else:
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stdout:
            stdout.write(content)


async def _written(period: str, community: str | None, form: DigestForm, bot_username: str) -> bytes:
    settings = read_settings()
    async with open_services(settings) as (_, services):
        known(community, list(services.entries.library.communities))
        made = await services.digests.make(OPERATOR, read_period(period, services.digests.today()), community)
        place = services.digests.place_of(made, Locale.UK)
    return write(form, made, Locale.UK, settings.timezone, place, Leads(bot_username))


def read_period(written: str, today: date) -> Period:
    """Read `day`, `week`, `month` or `A..B`.

    Errors: `WrongSetting`.
    """
    if written in set(PeriodKind):
        return Period.last(PeriodKind(written), today)
    first, _, last = written.partition("..")
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise WrongSetting(WORDS["digest.wrong_period"]) from None
    if period.n_days < 1:
        raise WrongSetting(WORDS["digest.wrong_period"])
    return period
