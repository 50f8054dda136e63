"""Who hears what becomes of a piece of feedback."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.feedback import Feedback
from bot.domain.notices import Notice, NoticeKind, about_feedback, occurrence
from bot.domain.people import Actor
from bot.storage import feedback, feedbackdesk, notices
from bot.storage.database import Connection


async def together(connection: Connection, found: Feedback) -> list[Feedback]:
    """A piece and what was merged under it."""
    return [found, *await feedbackdesk.merged_into(connection, found.id)]


async def tell(
    connection: Connection,
    found: Feedback,
    kind: NoticeKind,
    params: Mapping[str, Any],
    due_at: datetime,
    *,
    merged: bool = True,
    supporters: bool = False,
) -> None:
    """Tell the authors, each about their own words; supporters only of what they may read."""
    pieces = await together(connection, found) if merged else [found]
    told = {one.person: one for one in reversed(pieces) if one.person is not None}
    if supporters and found.is_shown:
        told = dict.fromkeys(await feedback.supporters_of(connection, found.id), found) | told
    cause = occurrence(about_feedback(found.id))
    await notices.add(
        connection,
        [
            Notice(person, cause, kind, {"feedback": one.id, "about": one.text, **params}, due_at)
            for person, one in told.items()
        ],
    )


async def tell_assignee(connection: Connection, actor: Actor, found: Feedback, kind: NoticeKind, now: datetime) -> None:
    """Tell a colleague; the words themselves stay where they can be erased."""
    if found.assignee is None or found.assignee == actor.id:
        return
    said = {"feedback": found.id, "due_on": found.due_on.isoformat() if found.due_on else None}
    await notices.add(connection, [Notice(found.assignee, occurrence(about_feedback(found.id)), kind, said, now)])
