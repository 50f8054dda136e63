"""Where the lines of a digest lead: for readers at the desk to its pages, for others into the bot."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.digests import WaitingKind
from bot.domain.people import Role
from bot.domain.permissions import Action, may

_MODERATION = "moderation"


@dataclass(frozen=True, slots=True)
class Leads:
    """Whom a digest is for.

    Shapes: `desk` is the address of the desk with a slash at its end, for a reader with this `role`; without both
    addresses nothing leads anywhere.
    """

    bot_username: str = ""
    desk: str = ""
    role: Role = Role.STAFF

    def address(self, opens: str | None, page: str | None) -> str:
        """Name where a line leads: `opens` as deep links name it, `page` under the desk; "" for nowhere."""
        if self.desk:
            is_theirs = page != _MODERATION or may(self.role, Action.MODERATE)
            return f"{self.desk}{page}" if page and is_theirs else ""
        return f"https://t.me/{self.bot_username}?start={opens}" if self.bot_username and opens else ""


def list_of(kind: WaitingKind, community: str | None) -> str:
    """The list at the desk in which these wait."""
    place = community or ""
    lists: Mapping[WaitingKind, str] = {
        WaitingKind.OVERDUE_FEEDBACK: f"feedback?which=overdue&community={place}",
        WaitingKind.FEEDBACK: f"feedback?which=new&community={place}",
        WaitingKind.GAPS: f"questions?community={place}",
        WaitingKind.PROMISES: f"goals?lack=overdue&community={community or 'all'}",
        WaitingKind.MODERATION: _MODERATION,
        WaitingKind.VOIDS: "rounds",
    }
    return lists[kind]
