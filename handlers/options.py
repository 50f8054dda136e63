"""Look at options: one by one, by topic, by a word."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.finding import find
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.consent import ask_consent
from handlers.reply import Said
from handlers.views import options as views

SEARCH = "search_options"


async def open_option(context: Context, press: callbacks.OpenOption) -> Said:
    paper = await context.services.ballots.open(context.actor, press.round)
    option = paper.sheet.by_id.get(press.option)
    if option is None:
        raise NotFound("ballots.no_such_option")
    has_entry = option.entry in context.services.entries.shelf.by_id
    return views.card(context.texts, paper, option, press.topic, has_entry=has_entry)


async def open_topics(context: Context, press: callbacks.OpenTopics) -> Said:
    return views.topics(context.texts, await context.services.ballots.open(context.actor, press.round))


async def search(context: Context, press: callbacks.SearchOptions) -> Said:
    """Ask for a word."""
    if not context.actor.consented:
        return await ask_consent(context, f"r{press.round}")
    paper = await context.services.ballots.open(context.actor, press.round)
    context.actor = await context.services.flows.open(context.actor, SEARCH, round=press.round)
    return views.ask_for_word(context.texts, paper)


async def search_so(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply:
    """Show what fits the word; if nothing does, the next word is one to look for, too."""
    paper = await context.services.ballots.open(context.actor, asked["round"])
    word = message.text or message.caption or ""
    options = find(paper.order, word)
    if options:
        context.actor = await context.services.flows.close(context.actor)
    return views.found(context.texts, paper, word, options)
