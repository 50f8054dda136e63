"""The pictures and documents of a broadcast: added and removed, and shown to whoever may see it."""

from urllib.parse import quote

from starlette.responses import Response

from bot.domain.broadcastfiles import MAX_DOCUMENT_MB, MAX_PICTURE_MB, MB, PICTURES
from bot.domain.broadcasts import MAX_FILES
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.feedback import FileKind
from bot.domain.messages import MAX_CAPTION
from bot.domain.people import Locale
from bot.web.desk.pages.broadcasts.showing import draft, files_in, show
from bot.web.desk.visit import Visit

MAX_FETCHED = 20 * MB
"""What Telegram hands out to bots at most."""

OF_PHOTOS = "image/jpeg"
"""Telegram makes every photo one."""


async def listed(visit: Visit, error: DomainError | None = None) -> Response:
    found = await draft(visit)
    if not found.contents:
        raise NotAllowed("broadcasts.no_words")
    places = {
        mark: [locale.value for locale, content in found.contents.items() if file in content.files]
        for mark, file in found.files.items()
    }
    return show(
        visit,
        "files.html",
        found,
        error,
        files=files_in(visit, found, list(found.files.values())),
        places=places,
        locales=[locale for locale in Locale if locale in found.contents],
        limits={"n": MAX_FILES, "picture_mb": MAX_PICTURE_MB, "document_mb": MAX_DOCUMENT_MB, "caption": MAX_CAPTION},
    )


async def add(visit: Visit) -> Response:
    """Add every file of the form to the texts that it names, or none."""
    found = await draft(visit)
    chosen = visit.written("locale")
    locales = [Locale(chosen)] if chosen in set(Locale) else list(found.contents)
    try:
        files = [(file.filename or "", await file.read()) for file in visit.files("files")]
        if not files:
            raise NotAllowed("web.broadcast_no_file")
        await visit.services.broadcastfiles.add(visit.actor, found.id, locales, files)
    except DomainError as error:
        return await listed(visit, error)
    return visit.done(f"/desk/broadcasts/{found.id}/files", "web.broadcast_files_added", n=len(files))


async def drop(visit: Visit) -> Response:
    try:
        await visit.services.broadcastfiles.remove(visit.actor, visit.key, visit.written("file"))
    except DomainError as error:
        return await listed(visit, error)
    return visit.done(f"/desk/broadcasts/{visit.key}/files", "web.broadcast_file_dropped")


async def one(visit: Visit) -> Response:
    """Give a file that came from a browser as it will arrive."""
    file = await visit.services.broadcastfiles.open(visit.actor, visit.key, visit.number_at("file"))
    return _file(file.content or b"", file.name, file.mime)


async def sent(visit: Visit) -> Response:
    """Give a file that was added in the bot: Telegram has it, and who works without Telegram sees it too."""
    file = await visit.services.broadcastfiles.sent(visit.actor, visit.key, visit.number_at("place"))
    content = await visit.telegram.files.fetch(file.file_id, MAX_FETCHED)
    mime = OF_PHOTOS if file.kind is FileKind.PHOTO else "application/octet-stream"
    return _file(content, file.name or f"{file.kind.value}-{visit.key}", mime)


def _file(content: bytes, name: str, mime: str) -> Response:
    """A picture is shown; anything else is saved, never opened as a page of ours."""
    way = "inline" if mime in PICTURES else "attachment"
    headers = {"Content-Disposition": f"{way}; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=mime, headers=headers)
