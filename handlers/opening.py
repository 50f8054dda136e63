"""Open what a deep link names: a goal, a community, a round, an office code, feedback, an address, an invitation."""

from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import ballots, browser, entries, feedback, invitations, links, my, places, subscriptions
from handlers.consent import ask_consent
from handlers.home import home
from handlers.links import Link


async def follow(context: Context, payload: str) -> Reply | None:
    """Open what a link names, after asking for the consent that it needs; None for a link that names nothing.

    Errors: those of what is opened.
    """
    link = links.read(payload)
    shelf = context.services.entries.shelf
    if link is None or (link.what == "c" and link.word not in shelf.library.communities):
        return None
    if link.what in "gdefom":
        return await _open_card(context, link)
    if not context.actor.consented:
        return await ask_consent(context, payload)
    if link.what == "c":
        before = context.actor.community
        context.actor = await context.services.people.settle(context.actor, link.word)
        return await home(context) if before == link.word else await places.offer(context)
    if link.what == "i":
        return await invitations.offer(context, link.word)
    return await _open_round(context, link)


async def _open_card(context: Context, link: Link) -> Reply:
    """Open what asks for consent itself, if it needs any."""
    if link.what == "g":
        return await entries.card(context, link.number)
    if link.what == "d":
        return await browser.way_in(context)
    if link.what == "e":
        return await subscriptions.confirm_address(context, link.word)
    if link.what == "f":
        return await feedback.begin(context, link.number)
    return await (my.card(context, link.number) if link.what == "o" else my.listed(context, 0))


async def _open_round(context: Context, link: Link) -> Reply:
    """Open a sheet; who has chosen no community yet belongs to the one whose round it is."""
    key = link.number
    if link.what == "v":
        key = await context.services.trusts.redeem(context.actor, link.word)
    paper = await context.services.ballots.open(context.actor, key, link.word if link.what == "r" else None)
    if context.actor.community is None:
        context.actor = await context.services.people.settle(context.actor, paper.round.community)
    return ballots.shown(context, paper)
