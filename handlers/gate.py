"""Before any handler: say who it is, slow down those who go too fast, turn away who is banned."""

from time import monotonic

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.domain.messages import Toast
from bot.domain.throttle import Throttle
from bot.transport.context import Context
from handlers.bans import Bans
from handlers.reply import tell
from handlers.views.people import line

BURST = 200
PER_SECOND = 2.0
"""Two taps a second for ever, or two hundred at once: people never get there, floods do."""


class Gate:
    def __init__(self, bans: Bans) -> None:
        self._throttle = Throttle(BURST, PER_SECOND)
        self._bans = bans

    async def __call__(self, update: Update, context: Context) -> None:
        """Recognise the person and let them through.

        Errors: `ApplicationHandlerStop` for those who go too fast or are banned, and for what no person sent.
        """
        user, chat = update.effective_user, update.effective_chat
        if user is None or _by_a_program(update):
            raise ApplicationHandlerStop
        context.in_group = chat is not None and chat.type != ChatType.PRIVATE
        context.actor = await context.services.people.recognise(user.id, user.language_code)
        admitted, warn = self._throttle.admit(user.id, monotonic())
        if admitted:
            if await self._bans.refuse(update, context):
                raise ApplicationHandlerStop
            return
        if warn:
            words = context.texts.plain("gate.too_fast")
            await tell(context, update, line(context.texts, "gate.too_fast"), Toast(words, alert=True))
        elif update.callback_query:
            await context.outlet.acknowledge(update.callback_query.id)
        raise ApplicationHandlerStop


def _by_a_program(update: Update) -> bool:
    """Tell other bots, with whom one could talk for ever, from people who write in a chat's or a channel's name."""
    user, message = update.effective_user, update.effective_message
    return user is not None and user.is_bot and (message is None or message.sender_chat is None)
