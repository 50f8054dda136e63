"""For whom a broadcast is: every condition by a button, a goal and single people in words."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telegram import Message

from bot.domain.audiences import Audience, Vote
from bot.domain.broadcasts import Broadcast
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import TOPICS
from bot.domain.messages import Reply
from bot.domain.people import Locale
from bot.domain.rounds import Phase
from bot.transport.context import Context
from handlers.broadcastdesk import lines_of
from handlers.broadcastleads import N_GOALS, N_ROUNDS
from handlers.callbacks import MAX_NUMBER
from handlers.callbacks import broadcastdesk as callbacks
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import broadcastaims as views

GOAL, PEOPLE = "broadcast_aim_goal", "broadcast_people"
ASKED = {"entry": GOAL, "people": PEOPLE}
"""What is asked for in words."""

PLACES = ("settlement", "wrote_about")


async def aim(context: Context, press: callbacks.Aim) -> Said:
    """Show for whom it is, or what one condition can be."""
    found = await context.services.broadcasts.view(context.actor, press.broadcast)
    if press.field in ASKED:
        flow = ASKED[press.field]
        context.actor = await context.services.flows.open(context.actor, flow, broadcast=found.id)
        return views.ask(context.texts, found, press.field)
    if press.field == "vote":
        every = await context.services.rounds.every(context.actor)
        running = [round_ for round_, phase in every if phase is Phase.OPEN][:N_ROUNDS]
        return views.choose_vote(context.texts, found, running)
    if press.field not in views.FIELDS:
        context.actor = await context.services.flows.close(context.actor)
        return await _aims(context, found.id)
    names = views.names_of(context.texts, context.services.entries.shelf, press.field, await _places(context, found))
    if not names:
        raise NotAllowed("broadcasts.no_settlements")
    return views.choose(context.texts, found, press.field, names, press.page)


async def set_aim(context: Context, press: callbacks.SetAim) -> Said:
    found = await context.services.broadcasts.view(context.actor, press.broadcast)
    if press.field not in views.FIELDS:
        return await _change(context, found, Audience())
    value = await _picked(context, found, press.field, press.target) if press.target else None
    audience = _with(found.audience, press.field, value)
    if press.field in PLACES and value and not audience.community:
        audience = replace(audience, community=context.actor.community)  # whose list it was
    return await _change(context, found, audience)


async def aim_at_votes(context: Context, press: callbacks.AimAtVotes) -> Said:
    """Ballots stand alone: with another condition one could ask of a single person whether they voted."""
    found = await context.services.broadcasts.view(context.actor, press.broadcast)
    return await _change(context, found, Audience(vote=Vote(press.round, has_voted=bool(press.wanted))))


async def goal_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Show the goals that words or a code name; the question stays open for other words."""
    shelf, key = context.services.entries.shelf, data["broadcast"]
    found = await context.services.broadcasts.view(context.actor, key)
    hits = await shelf.nearest(words_of(message), found.audience.community, N_GOALS)
    goals = [(hit.entry, callbacks.SetAim(key, "entry", shelf.number(hit.entry))) for hit in hits]
    return views.goals(context.texts, goals, views.to_aims(context.texts, key))


async def people_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Take numbers of people in Telegram, in whatever way they are divided."""
    found = await context.services.broadcasts.view(context.actor, data["broadcast"])
    written = re.split(r"[\s,;]+", words_of(message).strip(" \n,;"))
    if not all(one.isascii() and one.isdecimal() and int(one) < MAX_NUMBER for one in written):
        raise NotAllowed("broadcasts.numbers_wanted")
    people = await context.services.broadcasts.known(context.actor, [int(one) for one in written])
    return await _change(context, found, _with(found.audience, "people", people))


def _with(before: Audience, field: str, value: object) -> Audience:
    """Set one condition; what stands alone gives way to it, and a place belongs to its community."""
    if field == "settlement":
        return Audience(before.community, settlement=str(value)) if value else replace(before, settlement=None)
    alone = {"vote": None, "received": None, "settlement": None}
    place = {"wrote_about": None} if field == "community" else {}
    empty = () if field == "people" else None
    return replace(before, **{**alone, **place, field: empty if value is None else value})  # type: ignore[arg-type]


async def _picked(context: Context, found: Broadcast, field: str, target: int) -> object:
    """Say what stands at a place that is counted from 1, in the list that was shown.

    Errors: `NotFound` for a place that the list does not have.
    """
    shelf, places = context.services.entries.shelf, await _places(context, found)
    if field == "entry":
        return shelf.ids[shelf.entry(target).key]
    values: dict[str, list[object]] = {
        "community": list(shelf.library.communities),
        "locale": list(Locale),
        "topic": list(TOPICS),
        "settlement": list(places),
        "wrote_about": list(places),
    }
    if target > len(values.get(field, [])):
        raise NotFound("feedback.list_changed")
    return values[field][target - 1]


async def _places(context: Context, found: Broadcast) -> list[str]:
    community = found.audience.community or context.actor.community
    return await context.services.settlements.of(community) if community else []


async def _change(context: Context, found: Broadcast, audience: Audience) -> Reply:
    await context.services.broadcasts.change(context.actor, found.id, audience=audience)
    context.actor = await context.services.flows.close(context.actor)
    return await _aims(context, found.id)


async def _aims(context: Context, key: int) -> Reply:
    found = await context.services.broadcasts.view(context.actor, key)
    return views.aims(context.texts, found, await lines_of(context, key))
