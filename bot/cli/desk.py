"""Commands about the desk in the browser: ways in, invitations."""

import asyncio
from collections.abc import Awaitable, Callable

import cyclopts

from bot.app import open_services
from bot.cli.operator import OPERATOR
from bot.domain.accounts import INVITATION_LASTS, LINK_LASTS
from bot.domain.errors import NotFound, Unavailable
from bot.domain.people import Role
from bot.services import Services
from bot.settings import read_settings

desk = cyclopts.App(name="desk", help="The desk in the browser: ways in and invitations.")


@desk.command
def link(who: str, /) -> None:
    """Print a link that lets a colleague in once; it works for 15 minutes. Needs PUBLIC_URL.

    Parameters
    ----------
    who
        Their number in Telegram, or their e-mail address.
    """

    async def make(services: Services) -> str:
        if who.removeprefix("-").isdecimal():
            return await services.sessions.link(int(who), lasts=LINK_LASTS)
        account = await services.accounts.with_address(who)
        if account is None:
            raise NotFound("web.no_such_colleague")
        return await services.sessions.link(account.telegram_id, confirms=account.email, lasts=LINK_LASTS)

    _print(make)


@desk.command
def invite(email: str, role: Role, /, *, name: str) -> None:
    """Give a role to a colleague without Telegram; print a link that lets them in once, within 7 days.

    Parameters
    ----------
    email
        Where to write to them.
    role
        staff, moderator or operator.
    name
        How colleagues know them.
    """

    async def make(services: Services) -> str:
        account = await services.accounts.invite(OPERATOR, email, name, role)
        return await services.sessions.link(account.telegram_id, confirms=account.email, lasts=INVITATION_LASTS)

    _print(make)


def _print(make: Callable[[Services], Awaitable[str]]) -> None:
    settings = read_settings()
    if settings.public_url is None:
        raise Unavailable("web.no_public_url")

    async def run() -> str:
        async with open_services(settings) as (_, services):
            return await make(services)

    print(f"{settings.public_url}/desk/enter/{asyncio.run(run())}")
