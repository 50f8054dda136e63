"""The pictures and documents of a broadcast: added and removed, and shown to whoever may see it."""

from urllib.parse import quote

from starlette.responses import Response

from bot.domain.broadcastfiles import MAX_DOCUMENT_MB, MAX_PICTURE_MB, PICTURES
from bot.domain.broadcasts import MAX_FILES
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.messages import MAX_CAPTION
from bot.domain.people import Locale
from bot.web.desk.pages.broadcasts.showing import draft, files_in, show
from bot.web.desk.visit import Visit


async def listed(visit: Visit, error: DomainError | None = None) -> Response:
    found = await draft(visit)
    if not found.contents:
        raise NotAllowed("broadcasts.no_words")
    every = {file.mark: file for content in found.contents.values() for file in content.files}
    places = {
        mark: [locale.value for locale, content in found.contents.items() if file in content.files]
        for mark, file in every.items()
    }
    return show(
        visit,
        "files.html",
        found,
        error,
        files=files_in(visit, found, list(every.values())),
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
    """Give a file as it will arrive; a document is saved, never opened as a page of ours."""
    file = await visit.services.broadcastfiles.open(visit.actor, visit.key, visit.number_at("file"))
    way = "inline" if file.mime in PICTURES else "attachment"
    headers = {"Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name)}"}
    return Response(file.content, media_type=file.mime, headers=headers)
