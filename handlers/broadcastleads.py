"""Buttons under a broadcast: to a goal, a round, a page. Each language has the same ones, named in it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telegram import Message

from bot.domain.broadcasts import MAX_LABEL, Lead, LeadKind
from bot.domain.errors import NotAllowed
from bot.domain.messages import Reply
from bot.domain.people import Locale
from bot.domain.rounds import Phase
from bot.domain.wording import shorten
from bot.texts.naming import label
from bot.transport.context import Context
from handlers.callbacks import broadcastdesk as callbacks
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import broadcastaims as aim_views
from handlers.views import broadcastdesk as views
from handlers.views import broadcastlists as list_views

GOAL, PAGE = "broadcast_goal", "broadcast_page"
"""The bot waits for words that name a goal, or for a page."""

N_GOALS = 6
N_ROUNDS = 12
ANNOUNCED = (Phase.ANNOUNCED, Phase.OPEN, Phase.CHECKING, Phase.RESULTS)

_ADDRESS = re.compile(r"https?://\S+")


async def open_leads(context: Context, press: callbacks.OpenLeads) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _leads(context, press.broadcast)


async def add_lead(context: Context, press: callbacks.AddLead) -> Said:
    """Ask where a button is to lead."""
    if press.kind not in set(LeadKind):
        return await _leads(context, press.broadcast)
    await context.services.broadcasts.view(context.actor, press.broadcast)
    kind = LeadKind(press.kind)
    if kind is LeadKind.ROUND:
        every = await context.services.rounds.every(context.actor)
        announced = [round_ for round_, phase in every if phase in ANNOUNCED][:N_ROUNDS]
        return list_views.choose_round(context.texts, press.broadcast, announced)
    asked = GOAL if kind is LeadKind.ENTRY else PAGE
    context.actor = await context.services.flows.open(context.actor, asked, broadcast=press.broadcast)
    return list_views.ask_lead(context.texts, press.broadcast, kind)


async def goal_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Show the goals that words or a code name; the question stays open for other words."""
    shelf, key = context.services.entries.shelf, data["broadcast"]
    hits = await shelf.nearest(words_of(message), context.actor.community, N_GOALS)
    goals = [(hit.entry, callbacks.PutLead(key, LeadKind.ENTRY.value, shelf.number(hit.entry))) for hit in hits]
    return aim_views.goals(context.texts, goals, list_views.to_leads(context.texts, key))


async def page_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Take a label and an address from one message."""
    words = words_of(message)
    found = _ADDRESS.search(words)
    if found is None:
        raise NotAllowed("broadcasts.lead")
    named = (words[: found.start()] + " " + words[found.end() :]).strip(" \n\t–—-:|")
    return await _put(context, data["broadcast"], LeadKind.PAGE, found[0], named)


async def put_lead(context: Context, press: callbacks.PutLead) -> Said:
    if press.lead not in (LeadKind.ENTRY, LeadKind.ROUND):
        return await _leads(context, press.broadcast)
    return await _put(context, press.broadcast, LeadKind(press.lead), str(press.target))


async def drop_lead(context: Context, press: callbacks.DropLead) -> Said:
    found = await context.services.broadcasts.view(context.actor, press.broadcast)
    for locale, content in found.contents.items():
        left = tuple(lead for place, lead in enumerate(content.leads) if place != press.place)
        await context.services.broadcasts.say(context.actor, found.id, locale, replace(content, leads=left))
    return await _leads(context, press.broadcast)


async def lead_of(context: Context, locale: Locale, kind: LeadKind, target: str, named: str = "") -> Lead:
    """Make a button; what leads to a goal or a round is named in the language of the text.

    Errors: `NotFound` for a goal or a round that there is not.
    """
    texts = context.surroundings.languages[locale]
    if kind is LeadKind.ENTRY:
        goal = context.services.entries.shelf.entry(int(target))
        named = texts.plain("broadcasts.goal_button", code=label(goal)).strip(" .")
    elif kind is LeadKind.ROUND:
        view = await context.services.rounds.view(context.actor, int(target))
        named = texts.plain("broadcasts.round_button", title=view.round.title)
    return Lead(kind, target, named if kind is LeadKind.PAGE else shorten(named, MAX_LABEL))


async def _put(context: Context, key: int, kind: LeadKind, target: str, named: str = "") -> Reply:
    """Put a button under the texts of all languages."""
    found = await context.services.broadcasts.view(context.actor, key)
    for locale, content in found.contents.items():
        new = await lead_of(context, locale, kind, target, named)
        if any(lead.target == new.target and lead.kind is kind for lead in content.leads):
            continue
        await context.services.broadcasts.say(context.actor, key, locale, replace(content, leads=(*content.leads, new)))
    context.actor = await context.services.flows.close(context.actor)
    return await _leads(context, key)


async def _leads(context: Context, key: int) -> Reply:
    found = await context.services.broadcasts.view(context.actor, key)
    if not found.contents:
        raise NotAllowed("broadcasts.no_words")
    return views.leads(context.texts, found, list_views.lead_rows(context.texts, found))
