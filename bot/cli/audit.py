"""Commands about the audit trail: is it whole, what to note on paper, what may go."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

import cyclopts

from bot.app import open_services
from bot.cli.asking import JsonFlag
from bot.cli.operator import OPERATOR
from bot.domain.chain import Misfit, Verified
from bot.services.chain import Chain
from bot.settings import WrongSetting, read_settings

T = TypeVar("T")

audit = cyclopts.App(name="audit", help="The audit trail: is it whole, and by what it is known.")

FOUND = {
    Misfit.PLACE: "it does not follow the entry before it: one was changed, taken out, put in or moved",
    Misfit.CONTENT: "what it says is not what was written",
    Misfit.DETAIL: "its detail is not what was written",
}


@audit.command
def verify(*, head: str | None = None, json_: JsonFlag = False) -> int:
    """Check every entry; the exit code is 1 if one does not fit.

    Parameters
    ----------
    head
        A hash that `audit head` printed some time ago: also finds a trail that was written anew from its beginning.
    json_
        Print what was found as one JSON object.
    """
    found = _with_chain(lambda chain: chain.verify(OPERATOR, head))
    print(json.dumps(_as_json(found)) if json_ else _in_words(found))
    return 0 if found.is_whole else 1


@audit.command
def head() -> None:
    """Print the number and the hash of the last entry, to be noted on paper."""
    last = _with_chain(lambda chain: chain.head(OPERATOR))
    print(f"{last.number} {_grouped(last.hash)}")


@audit.command
def erase(number: int, /) -> None:
    """Erase the words of an entry, because they name somebody; the chain stays whole.

    Parameters
    ----------
    number
        The entry's number.
    """
    _with_chain(lambda chain: chain.erase(OPERATOR, number))
    print(f"The words of entry {number} are erased.")


@audit.command
def drop(*, before: str) -> None:
    """Drop the beginning of the trail; the hash of the last entry dropped stays, so that the rest can be checked.

    Parameters
    ----------
    before
        The first day that is kept, such as 2024-01-01.
    """
    zone = ZoneInfo(read_settings().timezone)
    try:
        moment = datetime.combine(datetime.fromisoformat(before).date(), time(), tzinfo=zone)
    except ValueError as error:
        raise WrongSetting("--before: must be a day such as 2024-01-01") from error
    print(f"{_with_chain(lambda chain: chain.drop_before(OPERATOR, moment))} entries dropped.")


def _with_chain(do: Callable[[Chain], Awaitable[T]]) -> T:
    async def run() -> T:
        async with open_services(read_settings()) as (_, services):
            return await do(services.chain)

    return asyncio.run(run())


def _in_words(found: Verified) -> str:
    if found.wrong is not None:
        number, what = found.wrong
        return f"The trail is broken. Entry {number} is the first that does not fit: {FOUND[what]}."
    if found.is_noted_there is False:
        return "The trail was written anew or cut: no entry has the hash that was noted, though all entries fit."
    gone = f", {found.n_dropped} older ones dropped by rule" if found.n_dropped else ""
    erased = f", {found.n_erased} of them without their words" if found.n_erased else ""
    last = f"The last is {found.head.number} {_grouped(found.head.hash)}"
    return f"The trail is whole: {found.n_entries} entries{erased}{gone}. {last}"


def _as_json(found: Verified) -> dict[str, object]:
    return {
        "whole": found.is_whole,
        "entries": found.n_entries,
        "erased": found.n_erased,
        "dropped": found.n_dropped,
        "head": {"number": found.head.number, "hash": found.head.hash.hex()},
        "wrong": {"number": found.wrong[0], "what": found.wrong[1].value} if found.wrong else None,
        "noted": found.is_noted_there,
    }


def _grouped(value: bytes) -> str:
    """Write a hash so that it can be copied by hand."""
    return value.hex(" ", 4)
