"""What waits for staff, and what they have settled."""

from telegram import Message

from bot.domain.gaps import WantedGaps
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import inbox as views


async def inbox(context: Context, message: Message) -> Reply:
    return await _open(context, 0)


async def open_inbox(context: Context, press: callbacks.OpenInbox) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _open(context, press.page)


async def open_settled(context: Context, press: callbacks.OpenSettled) -> Said:
    items, is_more = await context.services.gaps.listed(context.actor, WantedGaps(settled=True), press.page)
    return views.settled(context.texts, context.services.entries.shelf, items, press.page, is_more=is_more)


async def _open(context: Context, page: int) -> Reply:
    items, is_more = await context.services.gaps.listed(context.actor, WantedGaps(), page)
    load = await context.services.feedbackdesk.load(context.actor)
    now = context.services.clock()
    return views.inbox(context.texts, context.services.entries.shelf, items, page, load, now, is_more=is_more)
