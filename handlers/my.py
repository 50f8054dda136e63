"""What a person sent and what became of it: the list, the card, an answer to staff."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed
from bot.domain.messages import Reply
from bot.domain.permissions import Action, may
from bot.transport.context import Context
from handlers import callbacks, feedbackdesk
from handlers.consent import ask_consent
from handlers.reply import Said
from handlers.views import my as views
from handlers.views import proposals as proposal_views

WORDS = "feedback_words"


async def my(context: Context, message: Message) -> Reply:
    return await listed(context, 0)


async def open_mine(context: Context, press: callbacks.OpenMine) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await listed(context, press.page)


async def open_feedback(context: Context, press: callbacks.OpenFeedback) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await card(context, press.feedback)


async def open_turns(context: Context, press: callbacks.OpenTurns) -> Said:
    return await card(context, press.feedback, press.page)


async def card(context: Context, key: int, page: int = 0, said: str = "") -> Reply:
    """Show a piece to its author, to staff, or to everybody."""
    view = await context.services.feedback.view(context.actor, key)
    shelf = context.services.entries.shelf
    if view.is_own:
        may_appeal = await context.services.moderation.may_appeal(context.actor, key)
        return views.card(context.texts, shelf, view, page, may_appeal=may_appeal, said=said)
    if may(context.actor.role, Action.READ_FEEDBACK):
        return await feedbackdesk.show(context, key, said)
    return proposal_views.card(context.texts, shelf, view, page, said)


async def add_words(context: Context, press: callbacks.AddWords) -> Said:
    await context.services.feedback.view(context.actor, press.feedback)
    context.actor = await context.services.flows.open(context.actor, WORDS, feedback=press.feedback)
    return views.ask(context.texts, "my.ask_words", press.feedback)


async def words_written(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply:
    await context.services.feedback.add_words(context.actor, asked["feedback"], _words(message))
    context.actor = await context.services.flows.close(context.actor)
    return await card(context, asked["feedback"], said=context.texts("my.words_kept"))


async def listed(context: Context, page: int) -> Reply:
    """Show a page of what a person sent; what waits to be sent has a button."""
    if not context.actor.consented:
        return await ask_consent(context, "m")
    items, is_more = await context.services.feedback.mine(context.actor, page)
    draft = await context.services.drafts.find(context.actor)
    return views.mine(context.texts, items, page, is_more=is_more, has_draft=draft is not None)


def _words(message: Message) -> str:
    """What was written.

    Errors: `NotAllowed` for a file, also with words under it: half of a message is not taken.
    """
    if not message.text:
        raise NotAllowed("my.words_only")
    return message.text
