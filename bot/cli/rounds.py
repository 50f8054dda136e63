"""Commands about rounds: list, show, import, publish, extend, cancel, annul, codes, confirm.

Whoever reaches the command line acts as an operator; the trail names the command line.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import cyclopts
from cyclopts import Parameter

from bot.app import open_services
from bot.cli.operator import OPERATOR
from bot.cli.roundfile import read_round
from bot.domain.people import Locale
from bot.domain.rounds import EndingKind, Option, Phase, Round
from bot.domain.time import utc_now
from bot.reports import printing
from bot.services import Services
from bot.services.rounds import RoundView
from bot.settings import read_settings
from bot.texts import Languages, Texts
from bot.texts.reading.moments import read_moment
from handlers.views import desk, in_plain_text

rounds = cyclopts.App(name="rounds", help="Rounds of voting: list, prepare from a file, announce, extend, end.")

JsonFlag = Annotated[bool, Parameter(name="--json", negative="")]


@dataclass(frozen=True, slots=True)
class _Open:
    services: Services
    texts: Texts
    zone: ZoneInfo


@asynccontextmanager
async def _opened() -> AsyncIterator[_Open]:
    settings = read_settings()
    async with open_services(settings) as (_, services):
        yield _Open(services, Languages(settings.timezone)[Locale.UK], ZoneInfo(settings.timezone))


@rounds.command(name="list")
def list_(*, json_: JsonFlag = False) -> None:
    """List every round, drafts included, the newest first; with --json a line each."""

    async def run() -> None:
        async with _opened() as house:
            for round_, phase in await house.services.rounds.every(OPERATOR):
                brief = {"round": round_.id, "community": round_.community, "title": round_.title, "phase": phase.value}
                if json_:
                    print(json.dumps({**brief, **_times(round_)}, ensure_ascii=False))
                else:
                    opens, closes = _local(house, round_.opens_at), _local(house, round_.closes_at)
                    print(f"{round_.id}  {phase.value}  {opens} - {closes}  {round_.title}")

    asyncio.run(run())


@rounds.command
def show(round_: int, /, *, json_: JsonFlag = False) -> None:
    """Show a round: its conditions, its options, what is missing, how many voted; never what they chose.

    Parameters
    ----------
    round_
        The round's number.
    json_
        Print one JSON object instead.
    """

    async def run() -> None:
        async with _opened() as house:
            view = await house.services.rounds.manage(OPERATOR, round_)
            voted = await house.services.counting.n_ballots(round_) if view.phase is not Phase.DRAFT else 0
            if json_:
                print(json.dumps(_as_dict(view, voted, house.services), ensure_ascii=False))
                return
            community = house.services.entries.library.communities[view.round.community].name
            card = desk.card(house.texts, desk.Managed(view, community, may_publish=True, n_voted=voted))
            print(in_plain_text(replace(card, buttons=())))
            for number, option in enumerate(view.sheet.options, 1):
                cost = "" if option.cost_kop is None else f"  {house.texts.formats.money(option.cost_kop)}"
                print(f"{number}. {option.title}{cost}")

    asyncio.run(run())


@rounds.command(name="import")
def import_(file: Path, /) -> None:
    """Make a draft of a TOML file and print its number; a file with a mistake leaves nothing.

    Parameters
    ----------
    file
        A round as docs/commands.md describes it.
    """

    async def run() -> None:
        async with _opened() as house:
            made, options = read_round(file, house.services.entries, utc_now(), house.zone)
            print(await house.services.rounds.store(OPERATOR, made, options))

    asyncio.run(run())


@rounds.command
def publish(round_: int, /) -> None:
    """Announce a draft; it opens and closes by itself."""

    async def run() -> None:
        async with _opened() as house:
            await house.services.rounds.publish(OPERATOR, round_)
            found = (await house.services.rounds.manage(OPERATOR, round_)).round
            print(f"round {round_} is announced: {_local(house, found.opens_at)} - {_local(house, found.closes_at)}")

    asyncio.run(run())


@rounds.command
def extend(round_: int, /, *, until: str, reason: str) -> None:
    """Close a round later; those who voted are told by the running bot.

    Parameters
    ----------
    round_
        The round's number.
    until
        The new end in the hromada's time, such as "6.12.2026 20:00".
    reason
        Why; everybody reads it.
    """

    async def run() -> None:
        async with _opened() as house:
            closes_at = read_moment(until, utc_now(), house.zone)
            await house.services.rounds.extend(OPERATOR, round_, closes_at, reason)
            print(f"round {round_} closes at {_local(house, closes_at)}")

    asyncio.run(run())


@rounds.command
def cancel(round_: int, /, *, reason: str) -> None:
    """Cancel a round before its close; those who voted are told by the running bot.

    Parameters
    ----------
    round_
        The round's number.
    reason
        Why; everybody reads it.
    """
    asyncio.run(_end(round_, EndingKind.CANCELLED, reason))


@rounds.command
def annul(round_: int, /, *, reason: str) -> None:
    """Declare void what came of a round after its close; those who voted are told by the running bot.

    Parameters
    ----------
    round_
        The round's number.
    reason
        Why; everybody reads it.
    """
    asyncio.run(_end(round_, EndingKind.ANNULLED, reason))


async def _end(key: int, how: EndingKind, reason: str) -> None:
    async with _opened() as house:
        await house.services.rounds.end(OPERATOR, key, how, reason)
        print(f"round {key} is {how.value}")


@rounds.command
def codes(round_: int, n: int, /, *, bot: str, output: Path) -> None:
    """Make office codes and write them as a page to print; they are known only there.

    Parameters
    ----------
    round_
        The round's number.
    n
        How many, at most 1000.
    bot
        The bot's username, for the QR codes.
    output
        The HTML file to write; it must not exist yet.
    """
    output.touch(mode=0o600, exist_ok=False)
    try:
        page, first = asyncio.run(_codes(round_, n, bot.removeprefix("@")))
        output.write_bytes(page)
    except BaseException:
        output.unlink()
        raise
    print(f"{n} codes from № {first} in {output}")


async def _codes(key: int, n: int, bot: str) -> tuple[bytes, int]:
    async with _opened() as house:
        found = (await house.services.rounds.manage(OPERATOR, key)).round
        given = await house.services.trusts.give_codes(OPERATOR, key, n)
        sheet = printing.codes_sheet(house.texts, found, given.codes, given.first_serial, bot)
        return sheet.content, given.first_serial


@rounds.command
def confirm(telegram_id: int, /) -> None:
    """Confirm a person whose papers were seen.

    Parameters
    ----------
    telegram_id
        The person's number in Telegram.
    """

    async def run() -> None:
        async with _opened() as house:
            new = await house.services.trusts.confirm(OPERATOR, telegram_id)
            print(f"{telegram_id} is confirmed" if new else f"{telegram_id} was confirmed before")

    asyncio.run(run())


def _local(house: _Open, moment: datetime | None) -> str:
    return f"{moment.astimezone(house.zone):%Y-%m-%d %H:%M}" if moment else "?"


def _times(round_: Round) -> dict[str, str | None]:
    names = ("announced_at", "opens_at", "closes_at", "results_at")
    return {name: moment.isoformat() if (moment := getattr(round_, name)) else None for name in names}


def _as_dict(view: RoundView, n_voted: int, services: Services) -> Mapping[str, Any]:
    found = view.round
    return {
        "round": found.id,
        "community": found.community,
        "title": found.title,
        "question": found.question,
        "phase": view.phase.value,
        **_times(found),
        "ballot": found.ballot.value,
        "limit": found.limit,
        "classes": [{"name": one.name, "limit": one.limit} for one in found.classes],
        "districts": [{"name": one.name, "population": one.population} for one in found.districts],
        "rule": found.rule.value,
        "budget_kop": found.budget_kop,
        "winners": found.n_winners,
        "trust": found.least_trust.name.lower(),
        "declaration": found.declaration,
        "ended": {"how": found.ending.how.value, "reason": found.ending.reason} if found.ending else None,
        "problems": list(view.problems) if view.phase is Phase.DRAFT else [],
        "n_voted": n_voted,
        "options": [_option(one, services) for one in view.sheet.options],
    }


def _option(option: Option, services: Services) -> Mapping[str, Any]:
    keys = {number: " ".join(key) for key, number in services.entries.ids.items()}
    return {
        "option": option.id,
        "title": option.title,
        "details": option.details,
        "cost_kop": option.cost_kop,
        "author": option.author,
        "place": option.place,
        "topic": option.topic,
        "class": option.option_class,
        "goal": keys.get(option.entry or 0),
    }
