"""Many options at once: from a list or a file, read as the bot reads them."""

import asyncio

from starlette.responses import Response

from bot.domain.errors import DomainError, NotAllowed
from bot.texts.reading.lists import MAX_BYTES, check_type, decode_list, read_options
from bot.web.desk.pages.rounds.showing import managed, rounds_as_seen, show
from bot.web.desk.visit import Visit


async def ask(visit: Visit, error: DomainError | None = None) -> Response:
    return show(
        visit,
        "list.html",
        await managed(visit),
        200 if error is None else 403,
        error=visit.wrong(error) if error else "",
    )


async def add(visit: Visit) -> Response:
    """Add the options of a list or a file: all of them, or none when a line is wrong."""
    view = await managed(visit)
    try:
        written = await _content(visit) or visit.written("list")
        found = await asyncio.to_thread(read_options, written, view.round.classes)
        n_new = await rounds_as_seen(visit).add_options(visit.actor, visit.key, found)
    except DomainError as error:
        return await ask(visit, error)
    if n_new == len(found):
        return visit.done(f"/desk/rounds/{visit.key}/options", "sheets.added", n=n_new)
    return visit.done(f"/desk/rounds/{visit.key}/options", "web.options_added", n_new=n_new, n_known=len(found) - n_new)


async def _content(visit: Visit) -> str:
    """The text of a file that was chosen; "" when there is none.

    Errors: `NotAllowed` for what is no table or list, or too large.
    """
    file = visit.file("file")
    if file is None:
        return ""
    check_type(file.filename or "")
    content = await file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotAllowed("files.too_large", limit=MAX_BYTES // 1024)
    return decode_list(content)
