"""Browse what the community plans: communities, documents, goals, details."""

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import entries as views


async def goals(context: Context, message: Message) -> Reply:
    return _own(context)


async def browse(context: Context, press: callbacks.Browse) -> Said:
    return _own(context)


async def open_communities(context: Context, press: callbacks.OpenCommunities) -> Said:
    return _all(context)


async def open_community(context: Context, press: callbacks.OpenCommunity) -> Said:
    shelf = context.services.entries.shelf
    shown = shelf.library.communities.get(press.community)
    if shown is None:
        raise NotFound("entries.gone")
    return views.community(context.texts, shelf, shown)


async def open_document(context: Context, press: callbacks.OpenDocument) -> Said:
    shelf = context.services.entries.shelf
    shown = shelf.library.documents.get(press.document)
    if shown is None:
        raise NotFound("entries.gone")
    return views.document(context.texts, shelf, shown, press.page)


async def open_entry(context: Context, press: callbacks.OpenEntry) -> Said:
    shelf = context.services.entries.shelf
    return views.entry(context.texts, shelf, shelf.entry(press.entry), press.page, press.question)


async def open_details(context: Context, press: callbacks.OpenDetails) -> Said:
    shelf = context.services.entries.shelf
    return views.details(context.texts, shelf, shelf.entry(press.entry), press.question)


def _own(context: Context) -> Reply:
    """Begin with the person's own community, or with the list of all."""
    shelf = context.services.entries.shelf
    own = shelf.community(context.actor.community)
    return views.community(context.texts, shelf, own) if own else _all(context)


def _all(context: Context) -> Reply:
    return views.communities(context.texts, context.services.entries.shelf.library.communities.values())
