"""A question in free words, and what can be done with its answer."""

from telegram import Message

from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import people as people_views
from handlers.views import questions as views


async def ask(context: Context, message: Message) -> Reply:
    text = (message.text or "").replace(f"@{context.surroundings.bot_username}", " ").strip()
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
    if not context.actor.consented or not press.question:
        return people_views.welcome(context.texts)
    new = await context.services.questions.pass_on(context.actor, press.question)
    return people_views.line(context.texts, "questions.passed_on" if new else "questions.passed_on_before")


async def not_text(context: Context, message: Message) -> Reply:
    return people_views.line(context.texts, "questions.not_text")


async def unknown_command(context: Context, message: Message) -> Reply:
    return people_views.line(context.texts, "commands.unknown")
