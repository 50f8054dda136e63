"""From a Telegram update to a handler of about three lines, and back."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler
from telegram.ext.filters import BaseFilter

from bot.domain.messages import Reply
from bot.domain.people import Role
from bot.transport.context import Context
from handlers.callbacks import unpack
from handlers.reply import Said, respond, say

P = TypeVar("P")
OnMessage = Callable[[Context, Message], Awaitable[Reply | None]]
OnPress = Callable[[Context, P], Awaitable[Said]]
Route = BaseHandler[Update, Context, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A bot command: its Latin name, what it does, and whose menu lists it.

    Its description is the text `commands.<name>`.
    """

    name: str
    handle: OnMessage
    listed_for: frozenset[Role] = frozenset(Role)


def typed(command: Command) -> Route:
    return CommandHandler(command.name, _on_message(command.handle))


def written(which: BaseFilter, handle: OnMessage) -> Route:
    return MessageHandler(which, _on_message(handle))


def pressed(handlers: Mapping[type, OnPress[Any]], otherwise: OnPress[None]) -> Route:
    """Route every button by the type of its payload; what cannot be read goes to `otherwise`."""

    async def handle(update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        press = unpack(query.data or "")
        said = await (handlers[type(press)](context, press) if press else otherwise(context, None))
        await respond(context, query, said)

    return CallbackQueryHandler(handle)


def _on_message(handle: OnMessage) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def run(update: Update, context: Context) -> None:
        message = update.effective_message
        assert message is not None
        reply = await handle(context, message)
        if reply is not None:
            await say(context, message, reply)

    return run
