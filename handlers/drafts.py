"""What is written and sent into a draft: its text, files, whole albums, corrections of a message sent before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed
from bot.domain.feedback import MAX_FILES, MAX_TEXT, Draft, FeedbackFile, FileKind, fitting
from bot.domain.messages import Reply
from bot.domain.wording import has_words
from bot.services.drafts import Kept
from bot.transport.context import Context
from handlers.feedback import TEXT, card
from handlers.routing import OnMessage
from handlers.views import feedback as views
from handlers.views import my as my_views

SAME_TEXT = timedelta(seconds=3)
"""Telegram cuts a long text into messages that follow one another at once."""


def collected(otherwise: OnMessage, once: Callable[[OnMessage], OnMessage]) -> OnMessage:
    """Put files, and changes of a message, where they belong: into the draft. `once` answers an album only once."""
    refuse = once(_refuse)

    async def handle(context: Context, message: Message) -> Reply | None:
        if not context.actor.consented:
            return await otherwise(context, message)
        if message.edit_date is not None:
            return await _changed(context, message) or await otherwise(context, message)
        if message.effective_attachment is None:
            return await otherwise(context, message)
        kept = await context.services.drafts.find(context.actor)
        if not _belongs(context, message, kept):
            return await otherwise(context, message)
        file = _file_of(message)
        return await (_add(context, message, file, kept) if file else refuse(context, message))

    return handle


async def text_given(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply | None:
    """Take the text that the bot asked for; of one that is too long, say so once."""
    words = message.text or ""
    if len(words) > MAX_TEXT or _goes_on(message, asked):
        data = {**asked, "long_at": message.date.timestamp()}
        context.actor = await context.services.flows.open(context.actor, TEXT, **data)
        return None if _goes_on(message, asked) else views.refused(context.texts, "feedback.shorten", limit=MAX_TEXT)
    kept = await context.services.drafts.find(context.actor)
    draft = kept.draft if kept else Draft(asked["community"], entry=asked["entry"])
    draft = replace(draft, text=fitting(words), message=message.message_id)
    return await card(context, await context.services.drafts.keep(context.actor, draft))


def _goes_on(message: Message, asked: Mapping[str, Any]) -> bool:
    """Say whether this is the rest of a text that was too long."""
    long_at: float = asked.get("long_at", 0)
    return message.date.timestamp() - long_at <= SAME_TEXT.total_seconds()


def _belongs(context: Context, message: Message, kept: Kept | None) -> bool:
    """Say whether a file is for the draft.

    It is when the text was asked for, or the rest of the album is there already; and, while the author is at it, a
    picture or a voice note without words, for it can be no question. Words under a picture can.
    """
    flow = context.actor.flow
    if flow is not None:
        return flow.kind == TEXT
    if kept is None:
        return False
    if message.media_group_id and message.media_group_id == kept.draft.album:
        return True
    return kept.is_fresh and not message.caption


def _file_of(message: Message) -> FeedbackFile | None:
    if message.photo:
        return FeedbackFile(FileKind.PHOTO, message.photo[-1].file_id)
    if message.voice:
        return FeedbackFile(FileKind.VOICE, message.voice.file_id)
    if message.document and not message.animation:
        return FeedbackFile(FileKind.DOCUMENT, message.document.file_id, message.document.file_name or "")
    return None


async def _add(context: Context, message: Message, file: FeedbackFile, kept: Kept | None) -> Reply | None:
    """Add a file and the words under it; one card for an album, which grows."""
    if kept:
        draft = kept.draft
    else:
        assert context.actor.flow is not None, "without a draft a file belongs only where the text was asked for"
        asked = context.actor.flow.data
        draft = Draft(asked["community"], entry=asked["entry"])
    grows = message.media_group_id is not None and message.media_group_id == draft.album
    said = ""
    if len(draft.files) >= MAX_FILES:
        said = context.texts("feedback.too_many_files", limit=MAX_FILES)
    elif file not in draft.files:
        draft = replace(draft, files=(*draft.files, file))
    draft, refused = _with_words(context, draft, message)
    draft = await context.services.drafts.keep(context.actor, replace(draft, album=message.media_group_id))
    shown = await card(context, draft, "\n\n".join(filter(None, [said, refused])))
    if message.media_group_id is None:
        return shown
    if grows and draft.card and await context.outlet.edit(message.chat_id, draft.card, shown):
        return None
    sent = await context.outlet.send(message.chat_id, shown)
    await context.services.drafts.keep(context.actor, replace(draft, card=sent))
    return None


def _with_words(context: Context, draft: Draft, message: Message) -> tuple[Draft, str]:
    """Add the words under a file to the text; return also why they could not be taken."""
    words = message.caption or ""
    if not has_words(words) or words in draft.text:
        return draft, ""
    try:
        text = fitting("\n".join(filter(None, [draft.text, words])))
    except NotAllowed:
        return draft, context.texts("feedback.caption_too_long", limit=MAX_TEXT)
    return replace(draft, text=text, message=message.message_id), ""


async def _refuse(context: Context, message: Message) -> Reply | None:
    is_place = message.location or message.venue
    return views.refused(context.texts, "feedback.no_location" if is_place else "feedback.wrong_file")


async def _changed(context: Context, message: Message) -> Reply | None:
    """Take over a correction of the text as long as it is not sent; None for any other message."""
    words = message.text or message.caption or ""
    kept = await context.services.drafts.find(context.actor)
    if kept and kept.draft.message == message.message_id:
        draft = replace(kept.draft, text=fitting(words))
        return await card(
            context, await context.services.drafts.keep(context.actor, draft), context.texts("feedback.changed")
        )
    sent = await context.services.feedback.sent_as(context.actor, message.message_id)
    return my_views.sent_already(context.texts, sent) if sent else None
