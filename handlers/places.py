"""Where in the community somebody lives: said by a tap, for news of that place and nothing else; never asked twice."""

from bot.domain.errors import NotFound
from bot.domain.messages import Reply, Toast
from bot.transport.context import Context
from handlers import callbacks
from handlers.consent import ask_consent
from handlers.home import community_of, home
from handlers.reply import Done, Said
from handlers.views import places as views


async def offer(context: Context) -> Reply:
    """Ask right after somebody came to a community; the menu for who has said it, or where there is no list."""
    names = await _names(context)
    return views.ask(context.texts, names, 0, None) if names and not context.actor.settlement else await home(context)


async def choose(context: Context, press: callbacks.ChoosePlace) -> Said:
    if not context.actor.consented:
        return await ask_consent(context)
    names = await _names(context)
    return views.ask(context.texts, names, press.page, context.actor.settlement) if names else await home(context)


async def settle_in(context: Context, press: callbacks.SettleIn) -> Said:
    """Keep the name that stands at a place of the list, from 1; 0 takes it away.

    Errors: `NotFound` for a place that the list does not have any more.
    """
    names, community = await _names(context), community_of(context)
    if press.place > len(names):
        raise NotFound("feedback.list_changed")
    name = names[press.place - 1] if press.place else None
    context.actor = await context.services.people.settle_in(context.actor, community, name)
    said = context.texts.plain("places.kept", name=name) if name else context.texts.plain("places.removed")
    return Done(await home(context), Toast(said))


async def _names(context: Context) -> list[str]:
    community = community_of(context)
    return await context.services.settlements.of(community) if community else []
