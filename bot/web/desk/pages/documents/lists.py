"""Every document of each community, files on their way, and a new file."""

from starlette.responses import RedirectResponse, Response

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.uploads import MAX_MB, UploadState
from bot.texts.naming import name_of
from bot.texts.uploads import state
from bot.web.desk.visit import Visit
from knowledge.editions import Shelved

ON_THEIR_WAY = (UploadState.READ, UploadState.READING, UploadState.FAILED)


async def documents(visit: Visit, error: DomainError | None = None) -> Response:
    shelved = await visit.services.editions.listed(visit.actor)
    uploads, _ = await visit.services.uploads.listed(visit.actor)
    communities = visit.services.entries.library.communities
    places: dict[str, list[Shelved]] = {}
    for one in shelved:
        places.setdefault(one.document.community, []).append(one)
    return visit.show(
        "documents/documents.html",
        200 if error is None else 403,
        places=[(name_of(visit.texts, communities[place]), found) for place, found in places.items()],
        uploads=[(one, state(visit.texts, one)) for one in uploads if one.state in ON_THEIR_WAY],
        limit_mb=MAX_MB,
        error=visit.wrong(error) if error else "",
    )


async def uploads(visit: Visit) -> Response:
    found, is_more = await visit.services.uploads.listed(visit.actor, visit.page)
    return visit.show(
        "documents/uploads.html",
        uploads=[(one, state(visit.texts, one)) for one in found],
        is_more=is_more,
        names=await visit.names.by_person(visit.texts),
    )


async def send(visit: Visit) -> Response:
    """Read a file that was chosen; what cannot be read has a page, too, which says why."""
    file = visit.file("file")
    if file is None:
        return await documents(visit, NotAllowed("web.documents_no_file"))
    try:
        view = await visit.services.uploads.add(visit.actor, file.filename or "", await file.read())
    except DomainError as error:
        return await documents(visit, error)
    return RedirectResponse(f"/desk/documents/uploads/{view.upload.id}", 303)
