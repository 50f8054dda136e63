"""What waits for staff."""

from telegram import Message

from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import inbox as views


async def inbox(context: Context, message: Message) -> Reply:
    return await _page(context, 0)


async def open_inbox(context: Context, press: callbacks.OpenInbox) -> Said:
    return await _page(context, press.page)


async def _page(context: Context, page: int) -> Reply:
    items, is_more = await context.services.questions.inbox(context.actor, page)
    return views.inbox(context.texts, context.services.entries.shelf, items, page, is_more=is_more)
