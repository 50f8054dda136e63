"""Rounds as everybody sees them: the way to vote, the list, what a round is about."""

import secrets

from telegram import Message

from bot.domain.ballots import has_room
from bot.domain.messages import Reply
from bot.domain.rounds import Phase
from bot.transport.context import Context
from handlers import ballots, callbacks
from handlers.reply import Said
from handlers.views import rounds as views
from handlers.views.rounds import Listed

ORDER = (Phase.OPEN, Phase.ANNOUNCED, Phase.CHECKING, Phase.RESULTS, Phase.CANCELLED, Phase.ANNULLED, Phase.ARCHIVED)


async def vote(context: Context, message: Message) -> Reply:
    return await _vote(context)


async def open_vote(context: Context, press: callbacks.Vote) -> Said:
    return await _vote(context)


async def open_rounds(context: Context, press: callbacks.OpenRounds) -> Said:
    return await _list(context, press.page)


async def open_round(context: Context, press: callbacks.OpenRound) -> Said:
    view = await context.services.rounds.view(context.actor, press.round)
    if view.phase is Phase.DRAFT:
        return await _list(context, 0)
    paper = await context.services.ballots.open(context.actor, press.round)
    username, label = context.surroundings.bot_username, new_label()
    return views.card(context.texts, view, has_voted=bool(paper.choices), bot_username=username, label=label)


async def tell_of_coercion(context: Context, press: callbacks.TellOfCoercion) -> Said:
    """Explain first what protects the voter; then tell staff, without a name."""
    if not press.sure:
        return views.explain_coercion(context.texts, press.round)
    await context.services.ballots.tell_of_coercion(context.actor, press.round)
    return views.coercion_told(context.texts, press.round)


def new_label() -> str:
    """Name an invitation by chance: a burst over it can be seen, who passed it on cannot."""
    return secrets.token_hex(4)


async def _vote(context: Context) -> Reply:
    """Open the sheet straight away if there is one round to vote in, else the list."""
    announced = await context.services.rounds.announced(context.actor.community)
    open_ones = [round_.id for round_, phase in announced if phase is Phase.OPEN]
    if len(open_ones) != 1:
        return await _list(context, 0)
    return ballots.shown(context, await context.services.ballots.open(context.actor, open_ones[0]))


async def _list(context: Context, page: int) -> Reply:
    announced = await context.services.rounds.announced(context.actor.community)
    if not announced:
        return views.nothing(context.texts)
    listed = []
    for round_, phase in announced:
        paper = await context.services.ballots.open(context.actor, round_.id) if phase is Phase.OPEN else None
        room = paper is not None and has_room(paper.sheet, paper.choices)
        listed.append(Listed(round_, phase, room))
    listed.sort(key=lambda one: (ORDER.index(one.phase), not one.has_room))
    return views.rounds(context.texts, listed, page)
