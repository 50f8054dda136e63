"""Tell staff what others, or the bot itself, did with a broadcast; written in the transaction of the fact."""

from datetime import datetime

from bot.domain.broadcasts import Broadcast, Deed
from bot.domain.notices import Notice, NoticeKind, occurrence
from bot.storage import notices
from bot.storage.database import Connection

BY_ITSELF = FAILED, ROLE_LOST, ENDED, WITHDRAWN = "failed", "role_lost", "ended", "withdrawn"
"""What the bot does of its own accord."""

FIRST_WORDS = 300


async def tell_approvers(connection: Connection, about: Broadcast, now: datetime) -> None:
    """Ask everybody but its author to approve a broadcast; of an emergency they hear at night too."""
    told = [person for person in await notices.staff(connection) if person != about.author]
    await _add(connection, about, told, Deed.SUBMIT.value, now)


async def tell_author(connection: Connection, about: Broadcast, what: str, by: int | None, now: datetime) -> None:
    """Tell an author what somebody else did; `what` is a `Deed`, or what the bot did."""
    if by != about.author:
        await _add(connection, about, [about.author], what, now)


async def tell_all(connection: Connection, about: Broadcast, what: str, now: datetime) -> None:
    """Tell the author and whoever can take a broadcast over."""
    await _add(connection, about, sorted({about.author, *await notices.staff(connection)}), what, now)


async def _add(connection: Connection, about: Broadcast, told: list[int], what: str, now: datetime) -> None:
    kind = NoticeKind.STAFF_EMERGENCY if about.is_emergency else NoticeKind.STAFF_BROADCAST
    params = {"broadcast": about.id, "what": what, "about": about.words[:FIRST_WORDS]}
    cause = occurrence(f"broadcast:{about.id}:{what}")
    await notices.add(connection, [Notice(person, cause, kind, params, now) for person in told])
