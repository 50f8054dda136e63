"""Codes that the office hands out, the poster, and people whose papers were seen."""

import asyncio

from starlette.responses import Response

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.messages import Attachment
from bot.domain.permissions import Action, require
from bot.domain.rounddesk import Deed
from bot.reports import printing
from bot.services.trust import MAX_CODES
from bot.texts.reading.conditions import read_number
from bot.web.desk.pages.rounds.showing import can_be_done, managed, show
from bot.web.desk.visit import Visit


async def codes(visit: Visit, error: DomainError | None = None) -> Response:
    n_made, n_used = await visit.services.trusts.codes_of(visit.actor, visit.key)
    return show(
        visit,
        "codes.html",
        await managed(visit),
        200 if error is None else 403,
        n_made=n_made,
        n_used=n_used,
        most=MAX_CODES,
        error=visit.wrong(error) if error else "",
    )


async def give(visit: Visit) -> Response:
    """Make codes and hand them over as a sheet for the printer: they are seen this once."""
    view = await managed(visit)
    try:
        n_codes = read_number(visit.written("n"))
        given = await visit.services.trusts.give_codes(visit.actor, visit.key, n_codes, expected=visit.number("serial"))
    except DomainError as error:
        return await codes(visit, error)
    sheet = await asyncio.to_thread(
        printing.codes_sheet, visit.texts, view.round, given.codes, given.first_serial, visit.pages.bot_username
    )
    return _download(sheet)


async def poster(visit: Visit) -> Response:
    view = await managed(visit)
    if Deed.POSTER not in can_be_done(visit, view):
        raise NotAllowed("web.round_no_poster")
    return _download(printing.poster(visit.texts, view.round, visit.pages.bot_username))


async def person(visit: Visit, error: DomainError | None = None) -> Response:
    require(visit.actor, Action.CONFIRM_PERSON)
    return visit.show("rounds/confirm.html", 200 if error is None else 403, error=visit.wrong(error) if error else "")


async def confirm(visit: Visit) -> Response:
    try:
        number = read_number(visit.written("number"), max_digits=15)
        new = await visit.services.trusts.confirm(visit.actor, number)
    except DomainError as error:
        return await person(visit, error)
    return visit.done("/desk/rounds/confirm", "confirm.done" if new else "confirm.done_before", number=number)


def _download(sheet: Attachment) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{sheet.name}"'}
    return Response(sheet.content, media_type="text/html; charset=utf-8", headers=named)
