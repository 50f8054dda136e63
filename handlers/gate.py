"""Before any handler: say who it is, slow down floods, turn away who is banned."""

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


STRANGERS = 20_000
STRANGERS_PER_SECOND = 200.0
"""Messages and taps of all together who have not agreed to be kept: the evening news may bring thousands of people in
five minutes, a flood of new accounts that many in a second. Whoever agreed, and whoever works here, is not counted."""

REGRETS, REGRETS_PER_SECOND = 100, 5.0
"""So many of those turned away are told so: messages to a flood would keep answers waiting."""


class Gate:
    def __init__(self, bans: Bans) -> None:
        self._throttle = Throttle(BURST, PER_SECOND)
        self._strangers = Throttle(STRANGERS, STRANGERS_PER_SECOND)
        self._regrets = Throttle(REGRETS, REGRETS_PER_SECOND)
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
        key = "gate.too_fast"
        admitted, warn = self._throttle.admit(user.id, monotonic())
        if admitted and not context.actor.kept and not self._strangers.admit("all", monotonic())[0]:
            key, admitted, warn = "gate.too_many", False, self._regrets.admit("all", monotonic())[0]
        if admitted:
            if await self._bans.refuse(update, context):
                raise ApplicationHandlerStop
            return
        if warn:
            await tell(context, update, line(context.texts, key), Toast(context.texts.plain(key), alert=True))
        elif update.callback_query:
            await context.outlet.acknowledge(update.callback_query.id)
        raise ApplicationHandlerStop


def _by_a_program(update: Update) -> bool:
    """Tell other bots, with whom one could talk for ever, from people who write in a chat's or a channel's name."""
    user, message = update.effective_user, update.effective_message
    return user is not None and user.is_bot and (message is None or message.sender_chat is None)
