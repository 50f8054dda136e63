"""An invitation gives a role to whoever opens its link first and agrees."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.people import Role

MOST_OPEN = 20
"""More that nobody took are a mistake, or somebody who hands out roles."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Shapes: `made_by` is a key in `people`."""

    id: int
    role: Role
    made_by: int
    made_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as who opened it sees it: who made it, in Telegram, and by the name chosen at the desk, if any."""

    invitation: Invitation
    maker: int
    name: str


def link_of(bot_username: str, token: str) -> str:
    """Write the address that opens an invitation in the bot."""
    return f"https://t.me/{bot_username}?start=i_{token}"
