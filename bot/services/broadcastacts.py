"""What every act with a broadcast goes through: it is found, checked, changed and kept in the trail as one write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.audit import Act
from bot.domain.broadcasts import Broadcast, BroadcastState, Content, Deed, check
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor, Locale
from bot.domain.permissions import Action, agreed, require
from bot.services import broadcastnews
from bot.storage import audit, broadcastfiles, broadcasts
from bot.storage.database import Connection


async def carry_out(
    connection: Connection,
    actor: Actor,
    action: Action,
    seen: Broadcast,
    deed: Deed,
    now: datetime,
    columns: Mapping[str, Any],
    more: str = "",
) -> None:
    """Do something with a broadcast that is still as it was seen, and keep in the trail who did it.

    Errors: `NotAllowed` when it is not possible (any more).
    """
    found = await found_in(connection, seen.id)
    check(found, deed)
    if found != seen:
        raise NotAllowed("broadcasts.not_now")
    await broadcasts.change(connection, seen.id, [seen.state], changed_at=now, **columns)
    await audit.add(connection, act_of(actor, action, seen.id, deed, now, more))
    if columns.get("state") is BroadcastState.WAITING:
        await broadcastnews.tell_approvers(connection, found, now)
    await broadcastnews.tell_author(connection, found, deed.value, actor.id, now)


async def mine(connection: Connection, actor: Actor, key: int, deed: Deed = Deed.WRITE) -> Broadcast:
    """Find a draft that the actor may write: their own, for whoever writes must not approve it.

    Errors: `NotAllowed` by role, for another's, and for what is no draft any more.
    """
    require(actor, Action.WRITE_BROADCAST)
    found = await found_in(connection, key)
    if found.author != agreed(actor):
        raise NotAllowed("broadcasts.not_yours")
    check(found, deed)
    return found


async def say(connection: Connection, draft: Broadcast, contents: Mapping[Locale, Content | None]) -> None:
    """Set what a draft says in some languages; files that it does not have any more are deleted."""
    for locale, content in contents.items():
        await broadcasts.say(connection, draft.id, locale, content)
    said = {**draft.contents, **contents}.values()
    used = {file.kept for content in said if content for file in content.files if file.kept}
    await broadcastfiles.drop_but(connection, draft.id, used)


async def found_in(connection: Connection, key: int) -> Broadcast:
    found = await broadcasts.find(connection, key)
    if found is None:
        raise NotFound("broadcasts.gone")
    return found


def act_of(actor: Actor, action: Action, key: int, deed: Deed, now: datetime, more: str = "") -> Act:
    detail = f"{deed.value}: {more}" if more else deed.value
    return Act(now, actor.id, actor.role.value, action.value, f"broadcast:{key}", detail)
