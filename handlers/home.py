"""The main menu: what one can do now."""

from bot.domain.messages import Reply
from bot.domain.rounds import Phase
from bot.transport.context import Context
from handlers.views import people as views


def community_of(context: Context) -> str | None:
    """The community somebody belongs to: the one they chose, or the only one there is."""
    known = list(context.services.entries.shelf.library.communities)
    return context.actor.community or (known[0] if len(known) == 1 else None)


async def home(context: Context) -> Reply:
    """Show the menu; voting is on it as long as there is something to vote on, now or soon."""
    shelf = context.services.entries.shelf
    chosen = shelf.community(context.actor.community)
    announced = await context.services.rounds.announced(context.actor.community)
    votes = any(phase in (Phase.ANNOUNCED, Phase.OPEN) for _, phase in announced)
    place = community_of(context) if context.actor.consented else None
    has_places = bool(place and await context.services.settlements.of(place))
    n_communities = len(shelf.library.communities)
    return views.menu(context.texts, context.actor, chosen, n_communities, votes=votes, has_places=has_places)
