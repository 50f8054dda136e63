"""Browse what the community plans: communities, documents, goals, details."""

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.domain.progress import Follow, FollowKind
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import entries as views
from handlers.views import progress as progress_views
from knowledge.model import Community


async def goals(context: Context, message: Message) -> Reply:
    return await _own(context)


async def browse(context: Context, press: callbacks.Browse) -> Said:
    return await _own(context)


async def open_communities(context: Context, press: callbacks.OpenCommunities) -> Said:
    return _all(context)


async def open_community(context: Context, press: callbacks.OpenCommunity) -> Said:
    shelf = context.services.entries.shelf
    shown = shelf.library.communities.get(press.community)
    if shown is None:
        raise NotFound("entries.gone")
    return await community_card(context, shown)


async def open_document(context: Context, press: callbacks.OpenDocument) -> Said:
    shelf = context.services.entries.shelf
    shown = shelf.library.documents.get(press.document)
    if shown is None:
        raise NotFound("entries.gone")
    return views.document(context.texts, shelf, shown, press.page)


async def open_entry(context: Context, press: callbacks.OpenEntry) -> Said:
    return await card(context, press.entry, press.page, press.question)


async def open_details(context: Context, press: callbacks.OpenDetails) -> Said:
    shelf = context.services.entries.shelf
    shown = shelf.entry(press.entry)
    standing = await context.services.progress.standing(context.actor, press.entry, in_group=context.in_group)
    return views.details(context.texts, shelf, shown, press.question, standing)


async def card(context: Context, number: int, page: int = 0, question: int = 0) -> Reply:
    """Show a goal; of one that a new edition no longer has, what was reported on it."""
    shelf, progress = context.services.entries.shelf, context.services.progress
    if number not in shelf.by_id:
        return progress_views.history(context.texts, number, await progress.history(number), 0, for_staff=False)
    standing = await progress.standing(context.actor, number, in_group=context.in_group)
    return views.entry(context.texts, shelf, shelf.entry(number), page, question, standing)


async def community_card(context: Context, shown: Community) -> Reply:
    what, progress = Follow(FollowKind.COMMUNITY, shown.id), context.services.progress
    follows = None if context.in_group else what in await progress.followed(context.actor)
    n_overdue = len(await progress.overdue(shown.id))
    return views.community(context.texts, context.services.entries.shelf, shown, n_overdue, follows=follows)


async def _own(context: Context) -> Reply:
    """Begin with the person's own community, or with the list of all."""
    own = context.services.entries.shelf.community(context.actor.community)
    return await community_card(context, own) if own else _all(context)


def _all(context: Context) -> Reply:
    return views.communities(context.texts, context.services.entries.shelf.library.communities.values())
