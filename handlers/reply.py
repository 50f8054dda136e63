"""Say what a handler returned: send it, or change the message whose button was pressed."""

import asyncio

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.domain.messages import Reply, Toast
from bot.transport.context import Context

Said = Reply | Toast | None


async def say(context: Context, message: Message, reply: Reply) -> None:
    """Answer a message; in a group as a reply to it, so that it is seen whom the bot answers."""
    answers = None if message.chat.type == ChatType.PRIVATE else message.message_id
    await context.outlet.send(message.chat_id, reply, answers=answers)


async def respond(context: Context, query: CallbackQuery, said: Said) -> None:
    """Answer a pressed button: a toast pops up, a card replaces the old one, a file comes as a new message.

    The button stops spinning in any case; a message that can no longer be changed gets a fresh card below it.
    """
    if said is None or isinstance(said, Toast):
        await context.outlet.acknowledge(query.id, said)
        return
    await asyncio.gather(context.outlet.acknowledge(query.id), _show(context, query, said))


async def _show(context: Context, query: CallbackQuery, reply: Reply) -> None:
    if query.message is None:
        return
    chat = query.message.chat.id
    if reply.attachment is None and await context.outlet.edit(chat, query.message.message_id, reply):
        return
    await context.outlet.send(chat, reply)


async def tell(context: Context, update: Update, reply: Reply, toast: Toast) -> None:
    """Say something outside the normal course, whatever kind of update it was."""
    if update.callback_query:
        await context.outlet.acknowledge(update.callback_query.id, toast)
    elif update.effective_message:
        await say(context, update.effective_message, reply)
