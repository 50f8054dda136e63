"""What a broadcast says: taken from a message as it should arrive, and corrected with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from html import escape
from typing import Any

from telegram import Message

from bot.domain import markup
from bot.domain.audiences import Audience
from bot.domain.broadcasts import MAX_FILES, BroadcastKind, BroadcastState, Content, sound
from bot.domain.errors import NotAllowed
from bot.domain.feedback import FeedbackFile, FileKind
from bot.domain.messages import MAX_TEXT, Reply
from bot.domain.people import Locale
from bot.domain.permissions import Action, require
from bot.transport.context import Context
from handlers.broadcastdesk import card
from handlers.broadcastleads import lead_of
from handlers.callbacks import broadcastdesk as callbacks
from handlers.drafts import file_of
from handlers.reply import Said
from handlers.routing import OnMessage
from handlers.views import broadcastlists as views

TEXT, TAKEN = "broadcast_text", "broadcast_taken"
"""The bot waits for the message; it was taken, and an album or a text that Telegram has cut may go on."""

SAME_TEXT = timedelta(seconds=3)
NEARLY_FULL = MAX_TEXT - 96
"""Telegram cuts a text that is too long into messages that follow one another at once, the first about full."""

WHOLE: Mapping[str, float] = {"n_before": 0, "at": 0}
"""How long what came just before was, and when it came: nothing came."""

_NO_LANGUAGE = re.compile(r'<code class="(?!language-)')


async def write(context: Context, press: callbacks.WriteBroadcast) -> Said:
    """Ask for the message; nothing is kept before it has come."""
    require(context.actor, Action.WRITE_BROADCAST)
    return await _ask(context, 0, Locale.UK, is_said=False)


async def say(context: Context, press: callbacks.SayBroadcast) -> Said:
    found = await context.services.broadcasts.view(context.actor, press.broadcast)
    if press.wanted:
        return await _ask(context, found.id, press.locale, is_said=press.locale in found.contents)
    await context.services.broadcasts.say(context.actor, found.id, press.locale, None)
    context.actor = await context.services.flows.close(context.actor)
    return await card(context, found.id)


def collected(otherwise: OnMessage) -> OnMessage:
    """Take what belongs to a broadcast: its message, the rest of an album or of a text, a correction."""

    async def handle(context: Context, message: Message) -> Reply | None:
        if message.edit_date is not None:
            return await _corrected(context, message) or await otherwise(context, message)
        flow = context.actor.flow
        if flow is None or flow.kind not in (TEXT, TAKEN):
            return await otherwise(context, message)
        if message.text and _is_rest(message, flow.data):
            return await _too_long(context, message, flow.data)
        if flow.kind == TEXT:
            return await _given(context, message, flow.data)
        if message.media_group_id is not None and message.media_group_id == flow.data["album"]:
            return await _grown(context, message, flow.data)
        return await otherwise(context, message)

    return handle


async def _ask(context: Context, key: int, locale: Locale, *, is_said: bool) -> Reply:
    await _wait(context, key, locale)
    return views.ask_words(context.texts, key, locale, is_said=is_said)


async def _wait(
    context: Context,
    key: int,
    locale: Locale,
    files: Sequence[FeedbackFile] = (),
    album: str | None = None,
    cut: Mapping[str, float] = WHOLE,
) -> None:
    """Wait for the message; `files` have come without words, those of an `album` together."""
    kept = [asdict(file) for file in files]
    data = {"broadcast": key, "locale": locale.value, "files": kept, "album": album, **cut}
    context.actor = await context.services.flows.open(context.actor, TEXT, **data)


def _is_rest(message: Message, data: Mapping[str, Any]) -> bool:
    """Say whether a text follows at once what looked full."""
    is_full: bool = data["n_before"] >= NEARLY_FULL
    return is_full and message.date.timestamp() - data["at"] <= SAME_TEXT.total_seconds()


async def _given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply | None:
    """Take the message, or pictures that wait for their words.

    Errors: `NotAllowed` that says what is wrong with it; the question stays open, and what was written before stays.
    """
    key, locale, album = data["broadcast"], Locale(data["locale"]), message.media_group_id
    file, html = _file_of(message), _html_of(message)
    before = tuple(FeedbackFile(**one | {"kind": FileKind(one["kind"])}) for one in data["files"])
    goes_on = album is not None and album == data["album"]
    files = before if file is None else (*before, file)[:MAX_FILES] if goes_on else (file,)
    if file is not None:
        await _wait(context, key, locale, files, album)
    if not html:
        return None if goes_on else views.files_wait(context.texts)
    content = sound(Content(html, files, message=message.message_id))
    if not key:
        audience = Audience(community=context.actor.community)
        key = await context.services.broadcasts.draft(context.actor, BroadcastKind.NEWS, audience)
    await _say(context, key, locale, content)
    taken = {"broadcast": key, "locale": locale.value, "album": album, "card": None}
    cut = {"n_before": markup.length(html), "at": message.date.timestamp()}
    context.actor = await context.services.flows.open(context.actor, TAKEN, **taken, **cut)
    if album is None:
        return await card(context, key)
    await _show_album(context, message.chat_id)
    return None


async def _say(context: Context, key: int, locale: Locale, content: Content) -> None:
    """Set what is said in a language; its buttons stay, or lead where those of the other language do."""
    desk = context.services.broadcasts
    found = await desk.view(context.actor, key)
    if locale in found.contents:
        leads = found.contents[locale].leads
    else:
        others = found.content(locale).leads if found.contents else ()
        leads = tuple([await lead_of(context, locale, one.kind, one.target, one.label) for one in others])
    await desk.say(context.actor, key, locale, replace(content, leads=leads))


async def _grown(context: Context, message: Message, data: Mapping[str, Any]) -> Reply | None:
    """Add a file of the album whose words were taken; its card grows."""
    found = await context.services.broadcasts.view(context.actor, data["broadcast"])
    locale, file = Locale(data["locale"]), _file_of(message)
    content = found.contents.get(locale)
    if content is None or file is None or file in content.files:
        return None
    grown = replace(content, files=(*content.files, file))
    await context.services.broadcasts.say(context.actor, found.id, locale, grown)
    await _show_album(context, message.chat_id)
    return None


async def _show_album(context: Context, chat: int) -> None:
    """Show one card for all of an album."""
    flow = context.actor.flow
    assert flow is not None, "an album is shown while it is taken"
    shown, so_far = await card(context, flow.data["broadcast"]), flow.data["card"]
    if so_far and await context.outlet.edit(chat, so_far, shown):
        return
    sent = await context.outlet.send(chat, shown)
    context.actor = await context.services.flows.open(context.actor, TAKEN, **{**flow.data, "card": sent})


async def _too_long(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Take back a text of which this is the rest, and ask for a shorter one.

    Errors: `NotAllowed` that says how much too long it was.
    """
    key, locale = data["broadcast"], Locale(data["locale"])
    n: int = data["n_before"] + markup.length(_html_of(message))
    await context.services.broadcasts.say(context.actor, key, locale, None)
    await _wait(context, key, locale, cut={"n_before": n, "at": message.date.timestamp()})
    raise NotAllowed("broadcasts.too_long", limit=MAX_TEXT, over=n - MAX_TEXT)


async def _corrected(context: Context, message: Message) -> Reply | None:
    """Take over a change of the message as long as its broadcast is a draft; None for any other message."""
    kept = await context.services.broadcasts.said_in(context.actor, message.message_id)
    if kept is None:
        return None
    found, locale = kept
    if found.state is not BroadcastState.DRAFT:
        return views.under_way(context.texts, found)
    content = found.contents[locale]
    file = _file_of(message)
    files = content.files if file is None or message.media_group_id else (file,)
    new = replace(content, text=_html_of(message), files=files)
    await context.services.broadcasts.say(context.actor, found.id, locale, new)
    return await card(context, found.id, context.texts("broadcasts.corrected"))


def _file_of(message: Message) -> FeedbackFile | None:
    """Find the picture or the document of a message.

    Errors: `NotAllowed` for anything else that is no text, and for what may be a program.
    """
    file = file_of(message)
    if message.effective_attachment is not None and (file is None or file.kind is FileKind.VOICE):
        raise NotAllowed("broadcasts.files", limit=MAX_FILES)
    if file is not None and not file.is_opened:
        raise NotAllowed("broadcasts.file_kind", name=file.name)
    return file


def _html_of(message: Message) -> str:
    """Write a text or a caption as Telegram's HTML; the library forgets how a language of code is named there.

    A text with a mark that begins or ends within a character loses its look: the library cannot write it.
    """
    try:
        html = message.text_html if message.text else message.caption_html if message.caption else ""
    except UnicodeDecodeError:
        html = escape(message.text or message.caption or "")
    return _NO_LANGUAGE.sub('<code class="language-', html)
