"""Published proposals: the list of a community, and support."""

from bot.domain.errors import NotFound
from bot.domain.messages import Toast
from bot.transport.context import Context
from handlers import callbacks
from handlers.consent import ask_consent
from handlers.my import card
from handlers.reply import Done, Said
from handlers.views import proposals as views


async def open_proposals(context: Context, press: callbacks.OpenProposals) -> Said:
    community = context.services.entries.shelf.library.communities.get(press.community)
    if community is None:
        raise NotFound("entries.gone")
    items, is_more = await context.services.feedback.shown(community.id, press.page)
    return views.proposals(context.texts, community, items, press.page, is_more=is_more)


async def support(context: Context, press: callbacks.Support) -> Said:
    """Keep or take back the support; without consent there is nobody to count."""
    if not context.actor.consented:
        return await ask_consent(context, f"o{press.feedback}")
    await context.services.feedback.support(context.actor, press.feedback, wanted=bool(press.wanted))
    said = "proposals.supported" if press.wanted else "proposals.taken_back"
    return Done(await card(context, press.feedback), Toast(context.texts.plain(said)))
