"""Commands about people: grant."""

import asyncio

from bot.app import open_services
from bot.cli.operator import OPERATOR
from bot.domain.people import Role
from bot.settings import read_settings


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
