"""Every public address, and what is answered when something goes wrong."""

import secrets

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.domain.errors import DomainError, NotAllowed, NotFound
from bot.services import Services
from bot.texts import Languages
from bot.web.public.guard import Headers
from bot.web.public.page import HERE, Pages
from bot.web.public.receipts import Receipts
from bot.web.public.rounds import Rounds

log = structlog.get_logger()

STATUS: dict[type[DomainError], int] = {NotFound: 404, NotAllowed: 403}


def public_site(services: Services, languages: Languages, bot_username: str) -> ASGIApp:
    """Build the site, to be mounted at the root of whatever is served."""
    pages = Pages(languages, bot_username)
    rounds, receipts, errors = Rounds(services, pages), Receipts(services, pages), _Errors(pages)

    async def style(_: Request) -> Response:
        return FileResponse(HERE / "static" / "public.css", headers={"Cache-Control": "max-age=3600"})

    async def icon(_: Request) -> Response:
        return FileResponse(HERE.parent / "demo" / "static" / "icon.svg", headers={"Cache-Control": "max-age=86400"})

    async def home(_: Request) -> Response:
        return RedirectResponse("/rounds")

    site = Starlette(
        routes=[
            Route("/", home),
            Route("/rounds", rounds.every),
            Route("/rounds/{key:int}", rounds.one),
            Route("/rounds/{key:int}/ballots.{form}", rounds.file),
            Route("/rounds/{key:int}/receipts.txt", receipts.every),
            Route("/verify", receipts.verify),
            Route("/public.css", style),
            Route("/icon.svg", icon),
        ],
        exception_handlers={
            DomainError: errors.expected,
            HTTPException: errors.http,
            Exception: errors.unexpected,
        },
    )
    return Headers(site)


class _Errors:
    """Errors are pages, in words."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    async def expected(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)
        status = STATUS.get(type(error))
        if status is None:
            log.error("out of order", reason=error.key)
            return self._pages.show(request, "error.html", 503, key="errors.out_of_order", params={})
        return self._pages.show(request, "error.html", status, key=error.key, params=error.params)

    async def http(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return self._pages.show(request, "error.html", error.status_code, key="public.not_here", params={})

    async def unexpected(self, request: Request, error: Exception) -> Response:
        incident = secrets.token_hex(3).upper()
        log.error("unexpected error", incident=incident, exc_info=error)
        return self._pages.show(request, "error.html", 500, key="errors.unexpected", params={"incident": incident})
