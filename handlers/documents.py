"""What the bot answers by: list it, switch a document off and on, roll one back."""

from telegram import Message

from bot.domain.messages import Reply
from bot.domain.uploads import UploadState
from bot.texts.naming import name_of
from bot.transport.context import Context
from handlers.callbacks import uploads as callbacks
from handlers.reply import Said
from handlers.views import documents as views

ON_THEIR_WAY = (UploadState.READ, UploadState.READING)


async def documents(context: Context, message: Message) -> Reply:
    return await _list(context, 0)


async def open_documents(context: Context, press: callbacks.OpenDocuments) -> Said:
    return await _list(context, press.page)


async def open_shelved(context: Context, press: callbacks.OpenShelved) -> Said:
    return await _card(context, press.document)


async def switch(context: Context, press: callbacks.SwitchDocument) -> Said:
    await context.services.editions.switch(context.actor, press.document, on=bool(press.wanted))
    return await _card(context, press.document)


async def roll_back(context: Context, press: callbacks.RollBack) -> Said:
    found = await context.services.editions.find(context.actor, press.document)
    if not press.sure and len(found.editions) > 1:
        return views.ask_to_roll_back(context.texts, found)
    first_at = await context.services.editions.roll_back(context.actor, press.document)
    said = context.texts("uploads.rolled_back", moment=context.texts.formats.moment(first_at))
    return await _card(context, press.document, said)


async def _list(context: Context, page: int) -> Reply:
    shelved = await context.services.editions.listed(context.actor)
    uploads, _ = await context.services.uploads.listed(context.actor)
    on_their_way = [one for one in uploads if one.state in ON_THEIR_WAY]
    return views.documents(context.texts, shelved, on_their_way, page)


async def _card(context: Context, document: str, said: str = "") -> Reply:
    found = await context.services.editions.find(context.actor, document)
    community = context.services.entries.shelf.library.communities[found.document.community]
    return views.shelved(context.texts, found, name_of(context.texts, community), said)
