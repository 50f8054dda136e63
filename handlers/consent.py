"""Ask for consent before anything is kept, and say what it is needed for."""

from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import links
from handlers.views import people as views


async def ask_consent(context: Context, link: str = "") -> Reply:
    """Show the first card; what `link` names is opened as soon as the person agrees.

    Errors: `NotFound` for a link to a round that is not there.
    """
    named = links.read(link)
    if named is None:
        return views.welcome(context.texts)
    if named.what == "c" and named.word not in context.services.entries.shelf.library.communities:
        return views.welcome(context.texts)
    why = ""
    if named.round is not None:
        round_ = (await context.services.rounds.view(context.actor, named.round)).round
        why = context.texts("rounds.consent_first", title=round_.title)
    elif named.what in "fom":
        why = context.texts("feedback.consent_first")
    elif named.what == "i":
        why = context.texts("invitations.consent_first")
    return views.welcome(context.texts, link, why)


async def ask_again(context: Context, link: str) -> Reply:
    """Show the first card again, also when what the link named has vanished meanwhile."""
    try:
        return await ask_consent(context, link)
    except NotFound:
        return await ask_consent(context)
