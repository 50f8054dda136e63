"""The bot asked something and waits for words; what is written goes to whoever asked, all else stays possible."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.home import home
from handlers.reply import Said
from handlers.routing import OnMessage

OnAnswer = Callable[[Context, Message, Mapping[str, Any]], Awaitable[Reply | None]]
"""Takes the answer and the data with which the question was asked."""


def answered(answers: Mapping[str, OnAnswer], otherwise: OnMessage) -> OnMessage:
    """Give a message to the open question of its author, if there is one; a message changed later answers nothing."""

    async def handle(context: Context, message: Message) -> Reply | None:
        flow = context.actor.flow
        if flow is None or flow.kind not in answers or message.edit_date is not None:
            return await otherwise(context, message)
        return await answers[flow.kind](context, message, flow.data)

    return handle


def left(handle: OnMessage) -> OnMessage:
    """Close an open question before something else is done: who gives a command has moved on."""

    async def run(context: Context, message: Message) -> Reply | None:
        context.actor = await context.services.flows.close(context.actor)
        return await handle(context, message)

    return run


async def cancel(context: Context, press: callbacks.CancelFlow) -> Said:
    """Wait no longer."""
    context.actor = await context.services.flows.close(context.actor)
    return await home(context)


def words_of(message: Message) -> str:
    """What was written, also under a picture.

    Errors: `NotAllowed` where nothing was.
    """
    words = message.text or message.caption
    if not words:
        raise NotAllowed("flows.words_wanted")
    return words
