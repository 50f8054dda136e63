"""Look through what waits, decide by the text, undo; and the author's one word against a decision."""

from collections.abc import Awaitable, Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed
from bot.domain.feedback import HideReason, Waiting
from bot.domain.messages import Reply
from bot.domain.moderation import Deed
from bot.transport.context import Context
from handlers import callbacks
from handlers.errors import alert
from handlers.flows import words_of
from handlers.reply import Done, Said
from handlers.views import moderation as views
from handlers.views.people import line

APPEAL = "appeal_feedback"


async def moderate(context: Context, message: Message) -> Reply:
    """Show what waits, or the text whose number stands behind the command."""
    number = "".join(context.args or ())
    if number.isascii() and number.isdecimal() and int(number) < callbacks.MAX_NUMBER:
        return await card(context, int(number))
    return await _heaps(context)


async def open_moderation(context: Context, press: callbacks.OpenModeration) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _heaps(context)


async def open_heap(context: Context, press: callbacks.OpenHeap) -> Said:
    if press.kind not in set(Waiting):
        return await _heaps(context)
    what = Waiting(press.kind)
    items, is_more = await context.services.moderation.listed(context.actor, what, press.page)
    now = context.services.clock()
    return views.heap(context.texts, what, items, press.page, now, is_more=is_more)


async def open_moderated(context: Context, press: callbacks.OpenModerated) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await card(context, press.feedback)


async def let_through(context: Context, press: callbacks.LetThrough) -> Said:
    done = context.services.moderation.release(context.actor, press.feedback)
    return await _done(context, press.feedback, done, Deed.RELEASED)


async def hide(context: Context, press: callbacks.HideFeedback) -> Said:
    if press.reason not in set(HideReason):
        await context.services.moderation.view(context.actor, press.feedback)
        return views.ask_reason(context.texts, press.feedback)
    done = context.services.moderation.hide(context.actor, press.feedback, HideReason(press.reason))
    return await _done(context, press.feedback, done, Deed.HIDDEN)


async def decide(context: Context, press: callbacks.DecideObjection) -> Said:
    granted = bool(press.value)
    done = context.services.moderation.decide_appeal(context.actor, press.feedback, granted=granted)
    return await _done(context, press.feedback, done, Deed.APPEAL_GRANTED if granted else Deed.APPEAL_REJECTED)


async def undo(context: Context, press: callbacks.UndoModeration) -> Said:
    if press.deed not in set(Deed):
        return await card(context, press.feedback)
    done = context.services.moderation.undo(context.actor, press.feedback, Deed(press.deed))
    return await _done(context, press.feedback, done, Deed.UNDONE)


async def open_trail(context: Context, press: callbacks.OpenModerationTrail) -> Said:
    acts, is_more = await context.services.moderation.deeds(context.actor, press.page)
    return views.trail(context.texts, context.actor, acts, press.page, is_more=is_more)


async def ask_appeal(context: Context, press: callbacks.AppealFeedback) -> Said:
    """Wait for an author's word against hiding, or against what they got for the text.

    Errors: `NotFound` for who may not read it, `NotAllowed` where there is nothing to appeal against any more.
    """
    await context.services.feedback.view(context.actor, press.feedback)
    if not await context.services.moderation.may_appeal(context.actor, press.feedback):
        raise NotAllowed("feedback.appeal_once")
    context.actor = await context.services.flows.open(context.actor, APPEAL, feedback=press.feedback)
    return views.ask_appeal(context.texts)


async def appeal_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    await context.services.moderation.appeal(context.actor, data["feedback"], words_of(message))
    context.actor = await context.services.flows.close(context.actor)
    return line(context.texts, "moderation.appealed")


async def card(context: Context, feedback: int, said: str = "") -> Reply:
    view = await context.services.moderation.view(context.actor, feedback)
    return views.card(context.texts, view, context.actor.id, said)


async def _heaps(context: Context) -> Reply:
    return views.heaps(context.texts, context.actor, await context.services.moderation.heaps(context.actor))


async def _done(context: Context, feedback: int, act: Awaitable[None], deed: Deed) -> Said:
    """Do it and show the text as it is now; whoever came second sees that as well, and is told."""
    try:
        await act
    except NotAllowed as error:
        if error.key != "moderation.decided":
            raise
        return Done(await card(context, feedback), alert(context.texts, error))
    return await card(context, feedback, context.texts(f"moderation.done_{deed.value}"))
