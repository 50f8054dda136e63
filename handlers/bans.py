"""A banned person is told until when and why, and keeps what nobody takes: their vote, their data, their objection."""

from collections.abc import Collection
from dataclasses import dataclass

from telegram import Message, Update

from bot.domain.messages import Toast
from bot.domain.people import Actor
from bot.domain.restrictions import RestrictionKind
from bot.transport.context import Context
from handlers import links
from handlers.callbacks import unpack
from handlers.reply import tell
from handlers.routing import Command
from handlers.spoken import Spoken
from handlers.views.buttons import TOAST, shorten
from handlers.views.restrictions import banned


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
        if kept is None or kept.kind is not RestrictionKind.BAN or self._is_right(update, context.actor):
            return False
        card = banned(context.texts, kept, context.surroundings.controller)
        if update.inline_query:
            await context.outlet.offer(update.inline_query.id, [], cache_s=0, personal=True)
        elif update.callback_query or not context.in_group:
            reason = context.texts.plain(f"feedback.reason_{kept.reason.value}")
            until = context.texts.formats.moment(kept.until_at)
            words = context.texts.plain("restrictions.banned", until=until, reason=reason)
            await tell(context, update, card, Toast(shorten(words, TOAST), alert=True))
        return True

    def _is_right(self, update: Update, actor: Actor) -> bool:
        if update.callback_query:
            return type(unpack(update.callback_query.data or "")) in self.presses
        message = update.effective_message
        if message is None:
            return False
        if message.contact or (actor.flow and actor.flow.kind in self.answers and not _command(message)):
            return True
        name, payload = _command(message) or ("", "")
        if name == "start":
            link = links.read(payload)
            return link is not None and link.round is not None
        return any(command.is_right and command.name == name for command in self.commands) or self._is_spoken(message)

    def _is_spoken(self, message: Message) -> bool:
        command = self.spoken.named(message)
        return command is not None and command.is_right


def _command(message: Message) -> tuple[str, str] | None:
    """The command of a message and what stands behind it."""
    text = message.text or ""
    if not text.startswith("/"):
        return None
    name, _, payload = text[1:].partition(" ")
    return name.partition("@")[0].lower(), payload.strip()
