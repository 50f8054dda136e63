"""The main menu: what one can do now."""

from bot.domain.messages import Reply
from bot.domain.rounds import Phase
from bot.transport.context import Context
from handlers.views import people as views


async def home(context: Context) -> Reply:
    """Show the menu; voting is on it as long as there is something to vote on, now or soon."""
    shelf = context.services.entries.shelf
    chosen = shelf.community(context.actor.community)
    announced = await context.services.rounds.announced(context.actor.community)
    votes = any(phase in (Phase.ANNOUNCED, Phase.OPEN) for _, phase in announced)
    return views.menu(context.texts, context.actor, chosen, len(shelf.library.communities), votes=votes)
