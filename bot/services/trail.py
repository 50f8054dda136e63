"""The audit trail, for who answers for others."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.audit import Act, ActsWanted
from bot.domain.people import Actor
from bot.domain.permissions import Action, require
from bot.storage import audit
from bot.storage.database import Database

N_LISTED = 50


@dataclass(frozen=True, slots=True)
class Trailed:
    """A page of the trail, the newest first, and whether there is more."""

    acts: list[Act]
    is_more: bool


class Trail:
    def __init__(self, database: Database, timezone: str) -> None:
        self._database = database
        self._zone = ZoneInfo(timezone)

    async def listed(self, actor: Actor, wanted: ActsWanted, page: int = 0) -> Trailed:
        """Return a page of what was done.

        Errors: `NotAllowed` to moderators and residents.
        """
        require(actor, Action.READ_TRAIL)
        async with self._database.read() as connection:
            found = await audit.latest(connection, wanted, self._span(wanted), N_LISTED + 1, max(page, 0) * N_LISTED)
        return Trailed(found[:N_LISTED], len(found) > N_LISTED)

    def _span(self, wanted: ActsWanted) -> tuple[datetime | None, datetime | None]:
        """Whole days of the hromada's calendar, the last one included."""
        first_on, last_on = wanted.first_on, wanted.last_on
        return (
            datetime.combine(first_on, time(), tzinfo=self._zone) if first_on else None,
            datetime.combine(last_on + timedelta(days=1), time(), tzinfo=self._zone) if last_on else None,
        )
