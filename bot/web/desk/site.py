"""Every address of the desk: what is read and what is done. Read it as a table of contents."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.domain.throttle import Throttle
from bot.services import Services
from bot.services.ports import Names as TelegramNames
from bot.texts import Languages
from bot.web.desk.doors import BURST, PER_SECOND, Doors, Page
from bot.web.desk.entry import Entry, SendLink
from bot.web.desk.names import Names
from bot.web.desk.page import HERE, Pages
from bot.web.desk.pages import documents, me, people, today, trail
from bot.web.desk.size import MAX_BODY, Size
from bot.web.headers import Headers
from bot.web.mistakes import mistakes

READ: Mapping[str, Page] = {
    "/desk/": today.today,
    **documents.READ,
    "/desk/people": people.listed,
    "/desk/trail": trail.listed,
    "/desk/me": me.me,
}

WRITE: Mapping[str, Page] = {
    **documents.WRITE,
    "/desk/people/invite": people.invite,
    "/desk/people/role": people.grant,
    "/desk/me/name": me.rename,
    "/desk/me/language": me.speak,
    "/desk/me/close": me.close,
    "/desk/agree": me.agree,
    "/desk/leave": me.leave,
}

STRICT = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""No page of the desk stays in a browser. (Without any referrer a browser would not say where a form comes from.)"""


def desk_site(
    services: Services,
    languages: Languages,
    names: TelegramNames,
    *,
    bot_username: str,
    secure: bool,
    send_link: SendLink | None = None,
) -> ASGIApp:
    """Build the desk, whose addresses all begin with `/desk`. `secure`: it is reached over https alone."""
    pages = Pages(languages)
    doors = Doors(services, pages, Names(services, names), secure, Throttle(BURST, PER_SECOND))
    entry = Entry(services, pages, doors.cookie, secure, bot_username, send_link)

    async def style(_: Request) -> Response:
        return FileResponse(HERE / "static" / "desk.css")

    async def door(_: Request) -> Response:
        return RedirectResponse("/desk/")

    site = Starlette(
        routes=[
            Route("/desk", door),
            Route("/desk/desk.css", style),
            Route("/desk/enter", entry.ask),
            Route("/desk/enter", entry.send, methods=["POST"]),
            Route("/desk/enter/{token}", entry.look),
            Route("/desk/enter/{token}", entry.open, methods=["POST"]),
            *(Route(path, doors.reading(page)) for path, page in READ.items()),
            *(Route(path, doors.writing(page), methods=["POST"]) for path, page in WRITE.items()),
        ],
        exception_handlers=mistakes(pages),
        max_body_size=MAX_BODY,
    )
    https_only = {"Strict-Transport-Security": "max-age=31536000"} if secure else {}
    return Headers(Size(site, pages, doors.cookie), STRICT | https_only)
