"""A banned person is told until when and why, and keeps what nobody takes: their vote, their data, their objection."""

from collections.abc import Collection
from dataclasses import dataclass

from telegram import Message, Update

from bot.domain.messages import Toast
from bot.domain.restrictions import RestrictionKind
from bot.transport.context import Context
from handlers import links
from handlers.callbacks import unpack
from handlers.reply import tell
from handlers.routing import Command
from handlers.spoken import Spoken
from handlers.views.restrictions import banned, banned_in_short


@dataclass(frozen=True, slots=True)
class Bans:
    """`presses` and `answers` (kinds of open questions) stay possible, as do commands that are rights."""

    commands: Collection[Command]
    presses: Collection[type]
    answers: Collection[str]
    spoken: Spoken

    async def refuse(self, update: Update, context: Context) -> bool:
        """Turn a banned person away unless they use a right; say whether they were. In a group nothing is said."""
        kept = context.actor.restriction
        if kept is None or kept.kind is not RestrictionKind.BAN or self._is_right(update, context):
            return False
        context.actor = await context.services.flows.close(context.actor)
        if update.inline_query:
            await context.outlet.offer(update.inline_query.id, [], cache_s=0, personal=True)
        elif update.callback_query or not context.in_group:
            card = banned(context.texts, kept, context.surroundings.controller)
            await tell(context, update, card, Toast(banned_in_short(context.texts, kept), alert=True))
        return True

    def _is_right(self, update: Update, context: Context) -> bool:
        if update.callback_query:
            return type(unpack(update.callback_query.data or "")) in self.presses
        message = update.effective_message
        if message is None or context.in_group:
            return False
        if (message.text or "").startswith("/"):
            return self._is_rightful_command(message.text or "")
        spoken = self.spoken.named(message)
        return self._is_answer(message, context) or (spoken is not None and spoken.is_right)

    def _is_answer(self, message: Message, context: Context) -> bool:
        """A message changed later answers nothing; a phone is shared with a button of its own."""
        flow = context.actor.flow
        is_asked_for = flow is not None and flow.kind in self.answers
        return message.contact is not None or (is_asked_for and message.edit_date is None)

    def _is_rightful_command(self, text: str) -> bool:
        name, _, payload = text[1:].partition(" ")
        name = name.partition("@")[0].lower()
        if name == "start":
            link = links.read(payload.strip())
            return link is not None and link.round is not None
        return any(command.is_right and command.name == name for command in self.commands)
