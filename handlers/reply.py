"""Say what a handler returned: send it, or change the message whose button was pressed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType

from bot.domain.messages import Reply, Toast
from bot.transport.context import Context
from bot.transport.live import Again


@dataclass(frozen=True, slots=True)
class Done:
    """What a press changed: the card as it is now, and a word that pops up over it."""

    card: Reply
    toast: Toast


@dataclass(frozen=True, slots=True)
class Live:
    """A card that changes by itself for a while."""

    card: Reply
    again: Again


Said = Reply | Toast | Done | Live | None

SLOW_S = 5.0
"""A press that is worked on for longer is answered before; after about 15 seconds Telegram takes no answer."""


async def say(context: Context, message: Message, reply: Reply) -> None:
    """Answer a message; in a group as a reply to it, so that it is seen whom the bot answers."""
    answers = None if message.chat.type == ChatType.PRIVATE else message.message_id
    await context.outlet.send(message.chat_id, reply, answers=answers, topic=_topic(message))


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    """Name the topic in which a message stands; threads of replies in other groups have such a number, too."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


@contextmanager
def answered_in_time(context: Context, query: CallbackQuery) -> Iterator[None]:
    """Stop the button from spinning while what it does takes long."""
    loop = asyncio.get_running_loop()

    def acknowledge() -> None:
        context.acknowledging = loop.create_task(context.outlet.acknowledge(query.id))

    timer = loop.call_later(SLOW_S, acknowledge)
    try:
        yield
    finally:
        timer.cancel()


async def _acknowledge(context: Context, query: CallbackQuery, toast: Toast | None) -> bool:
    """Answer a press; say whether the toast popped up."""
    if context.acknowledging is None:
        return await context.outlet.acknowledge(query.id, toast)
    await context.acknowledging
    return False


async def _pop_up(context: Context, query: CallbackQuery, toast: Toast, otherwise: Reply) -> None:
    """Let a word pop up; for which it is too late is a message, but in a group, where it is for one person alone."""
    if not await _acknowledge(context, query, toast) and query.message and not context.in_group:
        await context.outlet.send(query.message.chat.id, otherwise, topic=_topic(query.message))


async def respond(context: Context, query: CallbackQuery, said: Said) -> None:
    """Answer a pressed button: a toast pops up, a card replaces the old one.

    A file, or the button for the phone, comes as a new message. The button stops spinning in any case; a message that
    can no longer be changed gets a fresh card below it. A toast for which it is too late becomes a message.
    """
    if said is None:
        await _acknowledge(context, query, None)
        return
    if isinstance(said, Toast):
        await _pop_up(context, query, said, Reply(escape(said.text)))
        return
    card = said if isinstance(said, Reply) else said.card
    toast = said.toast if isinstance(said, Done) else None
    _, shown = await asyncio.gather(_acknowledge(context, query, toast), _show(context, query, card))
    if isinstance(said, Live) and query.message is not None and shown is not None:
        context.live.keep(query.message.chat.id, shown, card, said.again)


async def _show(context: Context, query: CallbackQuery, reply: Reply) -> int | None:
    """Show a card; return the message that it is now."""
    if query.message is None:
        return None
    chat, message = query.message.chat.id, query.message.message_id
    can_be_edited = reply.attachment is None and reply.phone_button is None
    if can_be_edited:
        context.live.leave(chat, message)
        if await context.outlet.edit(chat, message, reply):
            return message
    return await context.outlet.send(chat, reply, topic=_topic(query.message))


async def tell(context: Context, update: Update, reply: Reply, toast: Toast) -> None:
    """Say something outside the normal course, whatever kind of update it was.

    Over a button that was pressed long ago, or answered before something went wrong, nothing pops up: it is a message.
    """
    if update.callback_query:
        await _pop_up(context, update.callback_query, toast, reply)
    elif update.effective_message:
        await say(context, update.effective_message, reply)
