"""The way to the desk in a browser, for colleagues who have Telegram."""

from telegram import Message

from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers.views import browser as views


async def desk(context: Context, message: Message) -> Reply:
    return await way_in(context)


async def way_in(context: Context) -> Reply:
    """Make a link that opens the desk once."""
    token = await context.services.sessions.own_link(context.actor)
    return views.way_in(context.texts, context.surroundings.public_url, token)
