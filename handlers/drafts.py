"""What is written and sent into a draft: its text, files, whole albums, corrections of a message sent before."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.feedback import MAX_FILES, MAX_TEXT, Draft, FeedbackFile, FileKind, fitting
from bot.domain.messages import Reply
from bot.domain.wording import has_words, shorten, size, tidy
from bot.texts import Texts
from bot.texts.naming import called
from bot.transport.context import Context
from handlers import callbacks
from handlers.feedback import DRAFT, TEXT, WHERE, begin, card
from handlers.reply import Said
from handlers.routing import OnMessage
from handlers.views import feedback as views
from handlers.views import my as my_views

SAME_TEXT = timedelta(seconds=3)
"""Telegram cuts a long text into messages that follow one another at once."""

MAX_NAME = 60

N_REMEMBERED = 5
"""How many messages written beside a draft can still be added to it."""


def collected(otherwise: OnMessage, once: Callable[[OnMessage], OnMessage]) -> OnMessage:
    """Put files, and changes of a message, where they belong: into the draft. `once` answers an album only once."""
    refuse = once(_refuse)

    async def handle(context: Context, message: Message) -> Reply | None:
        if not context.actor.consented:
            return await otherwise(context, message)
        if message.edit_date is not None:
            return await _changed(context, message) or await otherwise(context, message)
        if not _is_open(context) or message.effective_attachment is None:
            return await otherwise(context, message)
        file, draft = file_of(message), await _draft(context)
        grows = message.media_group_id is not None and message.media_group_id == draft.album
        if _waits_for_text(context) or grows or (file and not message.caption):
            return await (_add(context, message, file, draft) if file else refuse(context, message))
        return await otherwise(context, message)

    return handle


def beside(ask: OnMessage) -> OnMessage:
    """Answer as a question what is written while a draft is open, and offer to add it to the draft."""

    async def handle(context: Context, message: Message) -> Reply | None:
        flow = context.actor.flow
        if flow is None or flow.kind != DRAFT:
            return await ask(context, message)
        if flow.data["message"] == message.message_id:  # kept already, when a crash kept the card from being shown
            return await card(context, await _draft(context))
        reply = await ask(context, message)
        if reply is None:
            return None
        file = file_of(message)
        new = {"words": message.text or message.caption or "", "file": asdict(file) if file else None}
        said = [*flow.data.get("said", {}).items(), (str(message.message_id), new)][-N_REMEMBERED:]
        data = {**flow.data, "said": dict(said)}
        context.actor = await context.services.flows.open(context.actor, DRAFT, **data)
        return views.with_offer_to_add(context.texts, reply, message.message_id)

    return handle


async def add_to_draft(context: Context, press: callbacks.AddToDraft) -> Said:
    """Add what was written beside the draft."""
    flow = context.actor.flow
    said = flow.data.get("said", {}).get(str(press.message)) if flow else None
    if said is None:
        raise NotFound("feedback.not_remembered")
    file = FeedbackFile(**said["file"] | {"kind": FileKind(said["file"]["kind"])}) if said["file"] else None
    draft = await context.services.drafts.open(context.actor)
    draft, refused = _with(context.texts, draft, file, said["words"], press.message)
    return await card(context, await context.services.drafts.keep(context.actor, draft), refused)


async def where_given(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply | None:
    """Take the name of the hromada that the bot asked for, or keep the text until it is chosen."""
    words, communities = message.text or "", context.services.entries.shelf.library.communities.values()
    if named := called(words, communities):
        return await begin(context, 0, named.id)
    if words:
        before = asked.get("text")
        text = fitting("\n".join(filter(None, [before, words])))
        asked = {"text": text, "message": None if before else message.message_id}
        context.actor = await context.services.flows.open(context.actor, WHERE, **asked)
    return views.choose_community(context.texts, communities, is_written="text" in asked)


async def text_given(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply | None:
    """Take the text that the bot asked for; of one that is too long, say so once."""
    words = message.text or ""
    if size(words) > MAX_TEXT or _goes_on(message, asked):
        data = {**asked, "long_at": message.date.timestamp()}
        context.actor = await context.services.flows.open(context.actor, TEXT, **data)
        return None if _goes_on(message, asked) else views.refused(context.texts, "feedback.shorten", limit=MAX_TEXT)
    draft = replace(await _draft(context), text=fitting(words), message=message.message_id)
    return await card(context, await context.services.drafts.keep(context.actor, draft))


def _goes_on(message: Message, asked: Mapping[str, Any]) -> bool:
    """Say whether this is the rest of a text that was too long."""
    long_at: float = asked.get("long_at", 0)
    return message.date.timestamp() - long_at <= SAME_TEXT.total_seconds()


def _is_open(context: Context) -> bool:
    return context.actor.flow is not None and context.actor.flow.kind in (TEXT, DRAFT)


def _waits_for_text(context: Context) -> bool:
    return context.actor.flow is not None and context.actor.flow.kind == TEXT


async def _draft(context: Context) -> Draft:
    """Return the draft, or the empty one that the open question is about."""
    kept = await context.services.drafts.find(context.actor)
    if kept is not None:
        return kept
    assert context.actor.flow is not None, "nothing is written for the hromada that was not asked for"
    asked = context.actor.flow.data
    return Draft(asked["community"], entry=asked["entry"])


def file_of(message: Message) -> FeedbackFile | None:
    if message.photo:
        return FeedbackFile(FileKind.PHOTO, message.photo[-1].file_id)
    if message.voice:
        return FeedbackFile(FileKind.VOICE, message.voice.file_id)
    if message.document and not message.animation:
        return FeedbackFile(FileKind.DOCUMENT, message.document.file_id, message.document.file_name or "")
    return None


async def _add(context: Context, message: Message, file: FeedbackFile, draft: Draft) -> Reply | None:
    """Add a file and the words under it; one card for an album, which grows."""
    new, refused = _with(context.texts, draft, file, message.caption or "", message.message_id)
    if not new.files and not new.text:
        return views.still_asked(context.texts, refused)
    new = await context.services.drafts.keep(context.actor, replace(new, album=message.media_group_id))
    shown = await card(context, new, refused)
    if message.media_group_id is None:
        return shown
    card_so_far = draft.card if message.media_group_id == draft.album else None
    if card_so_far and await context.outlet.edit(message.chat_id, card_so_far, shown):
        return None
    sent = await context.outlet.send(message.chat_id, shown)
    await context.services.drafts.keep(context.actor, replace(new, card=sent))
    return None


def _with(texts: Texts, draft: Draft, file: FeedbackFile | None, words: str, message: int) -> tuple[Draft, str]:
    """Add a file and words to a draft; return also why something could not be taken.

    A text of several messages is no longer that of one: a change of one of them would take the others away.
    """
    refused = []
    if file is not None and file not in draft.files:
        if not file.is_opened:
            refused.append(texts("feedback.file_unopened", name=shorten(file.name, MAX_NAME)))
        elif len(draft.files) < MAX_FILES:
            draft = replace(draft, files=(*draft.files, file))
        else:
            refused.append(texts("feedback.too_many_files", limit=MAX_FILES))
    words = tidy(words, one_line=False)
    if has_words(words) and not draft.text.endswith(words):
        text = "\n".join(filter(None, [draft.text, words]))
        if size(text) <= MAX_TEXT:
            draft = replace(draft, text=text, message=None if draft.text else message)
        else:
            refused.append(texts("feedback.words_not_added", limit=MAX_TEXT))
    return draft, "\n\n".join(refused)


async def _refuse(context: Context, message: Message) -> Reply | None:
    is_place = message.location or message.venue
    return views.refused(context.texts, "feedback.no_location" if is_place else "feedback.wrong_file")


async def _changed(context: Context, message: Message) -> Reply | None:
    """Take over a correction of the text as long as it is not sent; None for any other message."""
    words = message.text or message.caption or ""
    draft = await context.services.drafts.find(context.actor)
    if draft and draft.message == message.message_id:
        draft = await context.services.drafts.keep(context.actor, replace(draft, text=fitting(words)))
        return await card(context, draft, context.texts("feedback.changed"))
    sent = await context.services.feedback.sent_as(context.actor, message.message_id)
    return my_views.sent_already(context.texts, sent) if sent else None
