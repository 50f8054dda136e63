"""Options of a round: from goals, from a list or a file, one by one."""

import asyncio
from collections.abc import Mapping
from typing import Any

from telegram import Document, Message

from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.domain.rounds import Option
from bot.services.rounds import RoundView
from bot.texts.reading.lists import MAX_BYTES, check_type, decode_list, read_options
from bot.texts.reading.money import read_money
from bot.transport.context import Context
from handlers import callbacks
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import sheets as views

LIST, FIELD = "sheet_list", "sheet_field"

CLEARED = frozenset({"-", "–", "—"})


async def open_sheet(context: Context, press: callbacks.OpenSheet) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return views.options(context.texts, await _view(context, press.round), press.page)


async def open_option(context: Context, press: callbacks.OpenSheetOption) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _card(context, press.round, press.option)


async def edit(context: Context, press: callbacks.EditOption) -> Said:
    view = await _view(context, press.round)
    shown = _of(view, press.option)
    if press.field not in views.FIELDS:
        return await _card(context, press.round, press.option)
    context.actor = await context.services.flows.open(
        context.actor, FIELD, round=press.round, option=press.option, field=press.field
    )
    return views.ask(context.texts, view, shown, press.field)


async def field_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Set a field of an option; a dash empties it."""
    words, field = words_of(message).strip(), data["field"]
    value: str | int | None = "" if words in CLEARED and field != "title" else words
    if field == "cost_kop":
        value = read_money(words) if value else None
    await context.services.rounds.change_option(context.actor, data["round"], data["option"], **{field: value})
    context.actor = await context.services.flows.close(context.actor)
    return await _card(context, data["round"], data["option"])


async def set_class(context: Context, press: callbacks.SetClass) -> Said:
    view = await _view(context, press.round)
    if press.value not in range(len(view.round.classes)):
        return await _card(context, press.round, press.option)
    await context.services.rounds.change_option(context.actor, press.round, press.option, option_class=press.value)
    return await _card(context, press.round, press.option)


async def move(context: Context, press: callbacks.MoveOption) -> Said:
    await context.services.rounds.move_option(context.actor, press.round, press.option, press.place)
    return await _card(context, press.round, press.option)


async def remove(context: Context, press: callbacks.RemoveOption) -> Said:
    await context.services.rounds.remove_option(context.actor, press.round, press.option)
    return views.options(context.texts, await _view(context, press.round), 0)


async def paste(context: Context, press: callbacks.PasteOptions) -> Said:
    view = await _view(context, press.round)
    context.actor = await context.services.flows.open(context.actor, LIST, round=press.round)
    return views.ask_for_list(context.texts, view)


async def list_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Add the options of a list or a file: all of them, or none when a line is wrong."""
    view = await _view(context, data["round"])
    written = await _content(context, message.document) if message.document else words_of(message)
    found = await asyncio.to_thread(read_options, written, view.round.classes)
    n_new = await context.services.rounds.add_options(context.actor, data["round"], found)
    context.actor = await context.services.flows.close(context.actor)
    note: str = context.texts("sheets.added", n=n_new)
    if n_new < len(found):
        note = f"{note} {context.texts('sheets.known', n=len(found) - n_new)}"
    return views.options(context.texts, await _view(context, data["round"]), 0, note)


async def _content(context: Context, document: Document) -> str:
    """Fetch a file that was sent, as text.

    Errors: `NotAllowed` for what is no table or list, or too large.
    """
    check_type(document.file_name or "")
    return decode_list(await context.files.fetch(document.file_id, MAX_BYTES))


async def _card(context: Context, key: int, option: int) -> Reply:
    view = await _view(context, key)
    return views.option(context.texts, context.services.entries.shelf, view, _of(view, option))


async def _view(context: Context, key: int) -> RoundView:
    return await context.services.rounds.manage(context.actor, key)


def _of(view: RoundView, option: int) -> Option:
    if option not in view.sheet.by_id:
        raise NotFound("ballots.no_such_option")
    return view.sheet.by_id[option]
