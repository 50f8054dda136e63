"""From a Telegram update to a handler of about three lines, and back."""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import MaybeInaccessibleMessage, Message, MessageEntity, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler
from telegram.ext.filters import BaseFilter, ChatType, MessageFilter, UpdateType

from bot.domain.messages import Reply, Toast
from bot.domain.people import Role
from bot.transport.context import CARD_DATA, Context
from handlers.callbacks import unpack
from handlers.reply import Said, answered_in_time, respond, say

P = TypeVar("P")
OnMessage = Callable[[Context, Message], Awaitable[Reply | None]]
OnPress = Callable[[Context, P], Awaitable[Said]]
Route = BaseHandler[Update, Context, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A bot command: its Latin name, what it does, and whose menu lists it.

    Its description is the text `commands.<name>`; `in_groups` says whether everybody may see what it answers,
    `is_right` whether a ban leaves it to people.
    """

    name: str
    handle: OnMessage
    listed_for: frozenset[Role] = frozenset(Role)
    in_groups: bool = False
    is_right: bool = False


def typed(
    commands: Collection[Command],
    before: Callable[[OnMessage], OnMessage],
    otherwise: OnMessage,
    unknown: OnMessage,
) -> list[Route]:
    """Route every command, wrapped in `before`; in a group, what is about one person goes to `otherwise`.

    They share a route: every message that is no command would be held against one for each. In a private chat a command
    may also stand under a file, where the library looks for none; one that is not there goes to `unknown`.
    """
    by_name = {command.name: before(command.handle) for command in commands}

    async def handle(context: Context, message: Message) -> Reply | None:
        name = message.text[1 : message.entities[0].length].partition("@")[0] if message.text else ""
        return await by_name[name.lower()](context, message)

    async def handle_under_file(context: Context, message: Message) -> Reply | None:
        command, *context.args = (message.caption or "").split()
        name, _, bot = command[1:].lower().partition("@")
        is_ours = bot in ("", context.surroundings.bot_username.lower())
        return await (by_name.get(name, unknown) if is_ours else unknown)(context, message)

    personal = [command.name for command in commands if not command.in_groups]
    return [
        CommandHandler([*by_name.keys() - personal], _on_message(handle), UpdateType.MESSAGES),
        CommandHandler(personal, _on_message(handle), UpdateType.MESSAGES & ChatType.PRIVATE),
        CommandHandler(personal, _on_message(otherwise), UpdateType.MESSAGES),
        MessageHandler(UnderFile() & ChatType.PRIVATE & UpdateType.MESSAGES, _on_message(handle_under_file)),
    ]


class UnderFile(MessageFilter):
    """A file with a command under it."""

    def filter(self, message: Message) -> bool:
        first = next(iter(message.caption_entities), None)
        return first is not None and first.offset == 0 and first.type == MessageEntity.BOT_COMMAND


class Unknown(MessageFilter):
    """A message with something that the library does not know, or could not read: perhaps all that it holds."""

    def filter(self, message: Message) -> bool:
        return bool(message.api_kwargs)


def written(which: BaseFilter, handle: OnMessage) -> Route:
    return MessageHandler(which, _on_message(handle))


def pressed(handlers: Mapping[type, OnPress[Any]], otherwise: OnPress[None], personal: Collection[type]) -> Route:
    """Route every button by the type of its payload; what cannot be read goes to `otherwise`.

    What is `personal` stays out of groups.
    """

    async def handle(update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        press = unpack(query.data or "")
        if context.in_group and type(press) in personal:
            await respond(context, query, Toast(context.texts.plain("groups.only_in_private"), alert=True))
            return
        context.card_data = _carried(query.message)
        with answered_in_time(context, query):
            said = await (handlers[type(press)](context, press) if press else otherwise(context, None))
        await respond(context, query, said)

    return CallbackQueryHandler(handle)


def _carried(card: MaybeInaccessibleMessage | None) -> Sequence[str]:
    """What the buttons of a card carry; nothing for a card that Telegram no longer shows."""
    return card.api_kwargs.get(CARD_DATA, ()) if card else ()


def _on_message(handle: OnMessage) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def run(update: Update, context: Context) -> None:
        message = update.effective_message
        assert message is not None
        reply = await handle(context, message)
        if reply is not None:
            await say(context, message, reply)

    return run
