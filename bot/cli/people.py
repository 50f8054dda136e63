"""Commands about people: roles, and what the law lets a person ask of the operator."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import cyclopts
from cyclopts import Parameter

from bot.app import open_services
from bot.cli.operator import OPERATOR
from bot.domain.people import Role
from bot.reports.personal import personal_file
from bot.services import Services
from bot.services.personal import Asked, Ground
from bot.settings import read_settings

people = cyclopts.App(name="people", help="What a person may ask of who keeps their data: a copy, and to be forgotten.")

T = TypeVar("T")


def grant(telegram_id: int, role: Role, /) -> None:
    """Give a person a role: staff, moderator or operator; `resident` takes it away.

    Parameters
    ----------
    telegram_id
        The person's number in Telegram.
    role
        What the person does for the hromada.
    """
    asyncio.run(_grant(telegram_id, role))
    print(f"{telegram_id} is now {role.value}")


async def _grant(telegram_id: int, role: Role) -> None:
    async with open_services(read_settings()) as (_, services):
        await services.accounts.grant(OPERATOR, telegram_id, role)


@people.command
def export(who: str, /) -> None:
    """Print everything that is kept about a person as JSON, as `/mydata` gives it to them.

    Parameters
    ----------
    who
        Their number in Telegram, or a colleague's e-mail address. Make sure first that it is they who ask.
    """

    async def copy(services: Services, asked: Asked) -> bytes:
        return personal_file(await services.personal.hand_out(OPERATOR, asked))

    sys.stdout.buffer.write(_about(who, copy) + b"\n")


@people.command
def forget(who: str, /, *, keep_texts: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Erase a person as `/forget` does: for who asks on paper, and for colleagues without Telegram who have left.

    Parameters
    ----------
    who
        Their number in Telegram, or a colleague's e-mail address. Make sure first that it is they who ask.
    keep_texts
        Keep their feedback and questions, without a name.
    """

    async def erase(services: Services, asked: Asked) -> None:
        await services.personal.erase(OPERATOR, asked, withdraw=not keep_texts)

    _about(who, erase)
    print("forgotten; copies of the database still hold the person until they are deleted")


def _about(who: str, do: Callable[[Services, Asked], Awaitable[T]]) -> T:
    async def run() -> T:
        async with open_services(read_settings()) as (_, services):
            return await do(services, await services.personal.find(OPERATOR, who, "", Ground.COMMAND_LINE))

    return asyncio.run(run())
