"""Codes that the office hands out, posters, and people whose papers were seen."""

import asyncio
from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.domain.permissions import Action, require
from bot.reports import printing
from bot.texts.reading.conditions import read_number
from bot.transport.context import Context
from handlers import callbacks, desk
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import codes as views
from handlers.views.people import line

N_CODES, PERSON = "n_codes", "confirm_person"

MAX_DIGITS = 20
"""Of a number that is too large the service says what is wrong with it."""


async def open_codes(context: Context, press: callbacks.OpenCodes) -> Said:
    """Offer to make codes, and wait for another number than the buttons have."""
    n_made, n_used = await context.services.trusts.codes_of(context.actor, press.round)
    shown = await desk.managed(context, press.round)
    context.actor = await context.services.flows.open(context.actor, N_CODES, round=press.round, serial=n_made + 1)
    return views.codes(context.texts, shown.round, n_made, n_used)


async def give_codes(context: Context, press: callbacks.GiveCodes) -> Said:
    return await _give(context, press.round, press.n_codes, press.serial)


async def number_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    return await _give(context, data["round"], read_number(words_of(message), MAX_DIGITS), data["serial"])


async def send_poster(context: Context, press: callbacks.SendPoster) -> Said:
    shown = await desk.managed(context, press.round)
    username = context.surroundings.bot_username
    sheet = printing.poster(context.texts, shown.round, username)
    return views.poster(context.texts, shown.round, printing.link(username, press.round), sheet)


async def confirm(context: Context, message: Message) -> Reply:
    """Confirm the person whose number follows the command; without one, ask for it."""
    require(context.actor, Action.CONFIRM_PERSON)
    if context.args:
        return await _confirm(context, context.args[0])
    context.actor = await context.services.flows.open(context.actor, PERSON)
    return views.ask_number(context.texts)


async def person_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    said = await _confirm(context, words_of(message))
    context.actor = await context.services.flows.close(context.actor)
    return said


async def _give(context: Context, key: int, n_codes: int, serial: int) -> Reply:
    shown = await desk.managed(context, key)
    given = await context.services.trusts.give_codes(context.actor, key, n_codes, expected=serial)
    context.actor = await context.services.flows.close(context.actor)
    username = context.surroundings.bot_username
    sheet = await asyncio.to_thread(
        printing.codes_sheet, context.texts, shown.round, given.codes, given.first_serial, username
    )
    return views.given(context.texts, shown.round, n_codes, sheet)


async def _confirm(context: Context, written: str) -> Reply:
    number = read_number(written, MAX_DIGITS)
    if number >= callbacks.MAX_NUMBER:
        raise NotFound("trust.no_such_person")
    new = await context.services.trusts.confirm(context.actor, number)
    return line(context.texts, "confirm.done" if new else "confirm.done_before", number=number)
