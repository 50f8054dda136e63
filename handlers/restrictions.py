"""Keep the author of a text from writing, or from the bot, until a moment; let them go again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.feedback import HideReason
from bot.domain.messages import Reply
from bot.domain.restrictions import RestrictionKind, check_end
from bot.texts.reading.moments import read_end
from bot.transport.context import Context
from handlers import callbacks, moderation
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import restrictions as views

UNTIL = "restrict_until"


async def restrict(context: Context, press: callbacks.RestrictAuthor) -> Said:
    """Ask why, then until when, then do it."""
    if press.how not in set(RestrictionKind):
        return await moderation.card(context, press.feedback)
    kind, view = RestrictionKind(press.how), await context.services.moderation.view(context.actor, press.feedback)
    if press.reason not in set(HideReason):
        return views.ask_reason(context.texts, press.feedback, kind)
    reason = HideReason(press.reason)
    if not press.until:
        asked = {"feedback": press.feedback, "how": kind.value, "reason": reason.value}
        context.actor = await context.services.flows.open(context.actor, UNTIL, **asked)
        return views.ask_until(context.texts, press.feedback, kind, reason, view.now)
    until_at = _moment(press.until)
    await context.services.restrictions.restrict(context.actor, press.feedback, kind, reason, until_at)
    context.actor = await context.services.flows.close(context.actor)
    return await moderation.card(context, press.feedback, context.texts("restrictions.done"))


async def until_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Read an end as people write it, and ask whether it was meant so."""
    view = await context.services.moderation.view(context.actor, data["feedback"])
    until_at = read_end(words_of(message), view.now, context.texts.formats.timezone)
    check_end(until_at, view.now)
    kind, reason = RestrictionKind(data["how"]), HideReason(data["reason"])
    return views.check(context.texts, data["feedback"], kind, reason, until_at, view.now)


async def open_restrictions(context: Context, press: callbacks.OpenRestrictions) -> Said:
    return await _listed(context, press.page)


async def lift(context: Context, press: callbacks.LiftRestriction) -> Said:
    await context.services.restrictions.lift(context.actor, press.restriction)
    return await _listed(context, 0)


async def _listed(context: Context, page: int) -> Reply:
    found, now = await context.services.restrictions.listed(context.actor)
    return views.listed(context.texts, found, page, now)


def _moment(seconds: int) -> datetime:
    """Read the moment that a button carries.

    Errors: `NotFound` for one that no calendar has.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotFound("restrictions.gone") from error
