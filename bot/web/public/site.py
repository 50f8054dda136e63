"""Every public address."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.services import Services
from bot.texts import Languages
from bot.web.callers import Paced
from bot.web.headers import Headers
from bot.web.mistakes import mistakes
from bot.web.public.page import HERE, Pages
from bot.web.public.receipts import Receipts
from bot.web.public.rounds import Rounds


def public_site(services: Services, languages: Languages, bot_username: str) -> ASGIApp:
    """Build the site, to be mounted at the root of whatever is served."""
    pages = Pages(languages, bot_username)
    rounds, receipts = Rounds(services, pages), Receipts(services, pages)

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
            Route("/rounds/{key}", rounds.one),
            Route("/rounds/{key}/ballots.{form}", rounds.file),
            Route("/rounds/{key}/receipts.txt", receipts.every),
            Route("/verify", receipts.verify),
            Route("/public.css", style),
            Route("/icon.svg", icon),
        ],
        exception_handlers=mistakes(pages),
    )
    return Headers(Paced(site, pages))
