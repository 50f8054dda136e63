"""A question in free words, and what can be done with its answer."""

import re
from difflib import get_close_matches

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.messages import Reply, Toast
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import people as people_views
from handlers.views import questions as views

ALIKE = 0.7
"""A letter or two of difference in a short name: `/hepl`, `/broadcasts`, but not `/mail` for `/my`."""


async def ask(context: Context, message: Message) -> Reply:
    """Answer what was written, also under a picture; the bot's own name is no part of it."""
    mention = rf"@{re.escape(context.surroundings.bot_username)}(?!\w)"
    text = re.sub(mention, " ", message.text or message.caption or "", flags=re.IGNORECASE).strip()
    return views.answer(context.texts, await context.services.questions.ask(context.actor, text))


async def show_answer(context: Context, press: callbacks.ShowAnswer) -> Said:
    asked = await context.services.questions.again(context.actor, press.question, press.skipped)
    return views.answer(context.texts, asked)


async def not_this(context: Context, press: callbacks.NotThis) -> Said:
    """Count it, and show the next best."""
    asked = await context.services.questions.again(context.actor, press.question, press.skipped, rejected=True)
    return views.answer(context.texts, asked)


async def pass_on(context: Context, press: callbacks.PassOn) -> Said:
    """Hand the question to staff; without consent there is nobody whom they could tell."""
    if not context.actor.consented:
        return _consent_first(context)
    if not press.question:
        raise NotFound("questions.gone")
    new = await context.services.questions.pass_on(context.actor, press.question)
    return people_views.line(context.texts, "questions.passed_on" if new else "questions.passed_on_before")


async def not_text(context: Context, message: Message) -> Reply:
    return views.not_text(context.texts)


async def unknown_command(context: Context, message: Message) -> Reply:
    """Name the command that was probably meant, if there is one nearly alike in the person's menu."""
    written = (message.text or message.caption or "").strip().split("@")[0].lstrip("/").casefold()
    near = get_close_matches(written, context.surroundings.menus[context.actor.role], n=1, cutoff=ALIKE)
    if not near:
        return people_views.line(context.texts, "commands.unknown")
    what = context.texts.plain(f"commands.{near[0]}")
    return people_views.line(context.texts, "commands.nearest", command=near[0], what=what)


def _consent_first(context: Context) -> Said:
    """Say why the first card comes again; in a group only to the one who pressed."""
    if context.in_group:
        return Toast(context.texts.plain("errors.consent_first"), alert=True)
    return people_views.welcome(context.texts, why=context.texts("questions.consent_first"))
