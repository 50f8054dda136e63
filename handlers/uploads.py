"""A file that staff send becomes a document: read, checked, published. The desk corrects it line by line."""

from collections.abc import Callable, Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.domain.permissions import Action, may
from bot.domain.uploads import MAX_MB
from bot.services.uploads import UploadView
from bot.texts.naming import name_of
from bot.transport.context import Context
from handlers.callbacks import uploads as callbacks
from handlers.flows import words_of
from handlers.reply import Said
from handlers.routing import OnMessage
from handlers.views import people as people_views
from handlers.views import uploads as views
from knowledge.editing import Describe, Edit

OFFER, TITLE = "upload_offer", "upload_title"
MAX_BYTES = MAX_MB * 2**20


def offered(otherwise: OnMessage, once: Callable[[OnMessage], OnMessage]) -> OnMessage:
    """Ask staff who send a file, when nothing else was asked of them, whether it is a document to answer by.

    `once` answers an album only once.
    """
    ask = once(_offer)

    async def handle(context: Context, message: Message) -> Reply | None:
        flow = context.actor.flow
        is_free = context.actor.consented and (flow is None or flow.kind == OFFER) and message.edit_date is None
        is_file = message.document is not None and not message.animation
        may_publish = may(context.actor.role, Action.PUBLISH_DOCUMENT)
        return await (ask if is_file and is_free and may_publish else otherwise)(context, message)

    return handle


async def _offer(context: Context, message: Message) -> Reply | None:
    file = message.document
    assert file is not None
    if (file.file_size or 0) > MAX_BYTES:
        return people_views.line(context.texts, "imports.failed_too_big", limit_mb=MAX_MB)
    name = file.file_name or context.texts.plain("uploads.no_name")
    context.actor = await context.services.flows.open(context.actor, OFFER, file=file.file_id, name=name)
    return views.offer(context.texts, name)


async def read(context: Context, press: callbacks.ReadUpload) -> Said:
    flow = context.actor.flow
    if flow is None or flow.kind != OFFER:
        raise NotFound("uploads.not_offered")
    content = await context.files.fetch(flow.data["file"], MAX_BYTES)
    view = await context.services.uploads.add(context.actor, flow.data["name"], content)
    return await _card(context, view)


async def open_upload(context: Context, press: callbacks.OpenUpload) -> Said:
    return await _card(context, await context.services.uploads.view(context.actor, press.upload))


async def read_again(context: Context, press: callbacks.ReadAgain) -> Said:
    return await _card(context, await context.services.uploads.read_again(context.actor, press.upload))


async def set_kind(context: Context, press: callbacks.SetKind) -> Said:
    if not press.kind:
        return views.choose_kind(context.texts, press.upload)
    return await _edit(context, press.upload, Describe("kind", press.kind))


async def set_place(context: Context, press: callbacks.SetPlace) -> Said:
    if not press.community:
        known = context.services.entries.shelf.library.communities
        return views.choose_place(context.texts, press.upload, list(known.values()))
    return await _edit(context, press.upload, Describe("community", press.community))


async def edit_title(context: Context, press: callbacks.EditTitle) -> Said:
    await context.services.uploads.view(context.actor, press.upload)
    context.actor = await context.services.flows.open(context.actor, TITLE, upload=press.upload)
    return views.ask_title(context.texts)


async def title_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    return await _edit(context, data["upload"], Describe("title", words_of(message)))


async def undo(context: Context, press: callbacks.UndoEdit) -> Said:
    return await _card(context, await context.services.uploads.undo(context.actor, press.upload))


async def check(context: Context, press: callbacks.CheckUpload) -> Said:
    view, changes = await context.services.uploads.changes(context.actor, press.upload)
    return views.check(context.texts, view, changes, _community(context, view))


async def publish(context: Context, press: callbacks.PublishUpload) -> Said:
    view = await context.services.uploads.publish(context.actor, press.upload, press.revision)
    assert view.manuscript is not None
    return views.published(context.texts, view.manuscript.about.title)


async def discard(context: Context, press: callbacks.DiscardUpload) -> Said:
    view = await context.services.uploads.view(context.actor, press.upload)
    if not press.sure:
        return views.ask_to_discard(context.texts, view.upload)
    await context.services.uploads.discard(context.actor, press.upload)
    return await _card(context, await context.services.uploads.view(context.actor, press.upload))


async def _edit(context: Context, upload: int, edit: Edit) -> Reply:
    return await _card(context, await context.services.uploads.edit(context.actor, upload, edit))


async def _card(context: Context, view: UploadView) -> Reply:
    """Show an upload; a question that was open is not waited for any more."""
    context.actor = await context.services.flows.close(context.actor)
    public = context.surroundings.public_url
    desk = f"{public}/desk/documents/uploads/{view.upload.id}" if public else None
    return views.card(context.texts, view, _community(context, view), desk)


def _community(context: Context, view: UploadView) -> str:
    """How the community is called whose document it shall be; "" when nobody said."""
    if view.manuscript is None:
        return ""
    about = view.manuscript.about
    known = context.services.entries.shelf.library.communities.get(about.community)
    return name_of(context.texts, known) if known else about.name
