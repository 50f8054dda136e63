"""Prepare a round and announce it: the list of all rounds, a card for each, the trail of who did what."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.domain.permissions import Action, may
from bot.domain.rounds import Phase
from bot.reports.printing import link as link_of
from bot.texts.naming import name_of
from bot.transport.context import Context
from handlers import callbacks
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import desk as views

BEGIN = "begin_round"

TURNOUT = (Phase.OPEN, Phase.CHECKING)


async def rounds(context: Context, message: Message) -> Reply:
    return await _desk(context, 0)


async def open_desk(context: Context, press: callbacks.OpenDesk) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _desk(context, press.page)


async def begin_round(context: Context, press: callbacks.BeginRound) -> Said:
    """Ask for the community unless there is only one, then for the title."""
    known = context.services.entries.shelf.library.communities
    chosen = press.community or (next(iter(known)) if len(known) == 1 else "")
    await context.services.rounds.every(context.actor)
    if chosen not in known:
        return views.choose_community(context.texts, known.values())
    context.actor = await context.services.flows.open(context.actor, BEGIN, community=chosen)
    return views.ask_title(context.texts)


async def title_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    key = await context.services.rounds.create(context.actor, data["community"], words_of(message))
    return await card(context, key)


async def manage(context: Context, press: callbacks.ManageRound) -> Said:
    return await card(context, press.round)


async def preview(context: Context, press: callbacks.PreviewRound) -> Said:
    return views.preview(context.texts, await managed(context, press.round))


async def publish(context: Context, press: callbacks.PublishRound) -> Said:
    await context.services.rounds.publish(context.actor, press.round)
    link = link_of(context.surroundings.bot_username, press.round)
    return views.published(context.texts, await managed(context, press.round), link)


async def remove(context: Context, press: callbacks.RemoveDraft) -> Said:
    shown = await managed(context, press.round)
    if press.how != "yes":
        return views.ask_to_remove(context.texts, shown.round)
    await context.services.rounds.remove(context.actor, press.round)
    return await _desk(context, 0)


async def open_trail(context: Context, press: callbacks.OpenTrail) -> Said:
    acts = await context.services.rounds.trail(context.actor, press.round)
    shown = await managed(context, press.round)
    return views.trail(context.texts, shown.round, acts, context.actor.id, press.page)


async def card(context: Context, key: int, saved: str = "") -> Reply:
    """Show a round with what can be done with it; a question that was open is not waited for any more."""
    context.actor = await context.services.flows.close(context.actor)
    return views.card(context.texts, await managed(context, key), saved)


async def managed(context: Context, key: int) -> views.Managed:
    """Find a round for somebody who prepares rounds.

    Errors: `NotAllowed`, `NotFound`.
    """
    view = await context.services.rounds.manage(context.actor, key)
    community = context.services.entries.shelf.library.communities.get(view.round.community)
    if community is None:
        raise NotFound("rounds.gone")
    return views.Managed(
        view,
        name_of(context.texts, community),
        may(context.actor.role, Action.PUBLISH_ROUND),
        await context.services.counting.n_ballots(key) if view.phase in TURNOUT else None,
    )


async def _desk(context: Context, page: int) -> Reply:
    return views.desk(context.texts, await context.services.rounds.every(context.actor), page)
