"""Between an address and a page: who comes, whether the form is ours, what goes wrong."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.domain.accounts import digest_of
from bot.domain.errors import DomainError, NotAllowed, NotFound, Unavailable
from bot.domain.throttle import Throttle
from bot.services import Services
from bot.services.ports import Preview
from bot.services.sessions import Visitor
from bot.web.desk.forms import read_form
from bot.web.desk.names import Names
from bot.web.desk.page import Pages
from bot.web.desk.visit import Visit, csrf_of

Page: TypeAlias = Callable[[Visit], Awaitable[Response]]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

N_FIELDS, LONGEST_FIELD = 1000, 64 * 1024
"""Of a form: a page with every box of a list ticked, and the longest text that anybody writes here."""

BURST, PER_SECOND = 200, 4.0
"""Of one session: nobody clicks as fast for long; a program that reads everything does."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Turns pages into what a server calls. `secure`: the desk is reached over https alone."""

    services: Services
    pages: Pages
    names: Names
    preview: Preview
    secure: bool
    throttle: Throttle

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; the prefix makes a browser refuse it from anybody else."""
        return "__Host-viche" if self.secure else "viche"

    def reading(self, page: Page) -> Endpoint:
        """Open a page that changes nothing."""

        async def endpoint(request: Request) -> Response:
            return await self._answer(page, request, FormData())

        return endpoint

    def writing(self, page: Page) -> Endpoint:
        """Do what a form asks, if it is one of ours."""

        async def endpoint(request: Request) -> Response:
            if not from_here(request.headers):
                raise HTTPException(403)
            async with read_form(request, max_files=1, max_fields=N_FIELDS, max_part_size=LONGEST_FIELD) as form:
                sent, expected = str(form.get("csrf", "")), csrf_of(request.cookies.get(self.cookie, ""))
                if self.cookie in request.cookies and not hmac.compare_digest(sent.encode(), expected.encode()):
                    raise HTTPException(403)
                return await self._answer(page, request, form)

        return endpoint

    async def _answer(self, page: Page, request: Request, form: FormData) -> Response:
        token = request.cookies.get(self.cookie, "")
        try:
            visitor = await self.services.sessions.visitor(token)
        except NotFound:
            return self._over(request, form)
        except NotAllowed as error:
            return self._outside(self.pages.show(request, "error.html", 403, key=error.key, params={}))
        is_killed = await self.services.broadcastruns.is_killed()
        visit = self._visit(request, visitor, token, form, is_killed=is_killed)
        if not self.throttle.admit(digest_of(token), monotonic())[0]:
            return visit.show("error.html", 429, key="gate.too_fast", params={})
        if not visitor.actor.consented and request.url.path not in ("/desk/agree", "/desk/leave"):
            return visit.show("consent.html")
        try:
            return await page(visit)
        except Unavailable:
            raise
        except DomainError as error:
            return visit.mistake(error)

    def _over(self, request: Request, form: FormData) -> Response:
        """Lead to the way in; what somebody wrote meanwhile is shown, so that they can copy it."""
        written = [value for name, value in form.items() if name != "csrf" and isinstance(value, str) and " " in value]
        if not written:
            return RedirectResponse("/desk/enter", 303)
        return self.pages.show(request, "over.html", 403, written=written)

    def _visit(self, request: Request, visitor: Visitor, token: str, form: FormData, *, is_killed: bool) -> Visit:
        texts = self.pages.languages[visitor.actor.locale]
        return Visit(
            request,
            self.services,
            visitor.actor,
            visitor.session,
            texts,
            self.pages,
            self.names,
            self.preview,
            csrf_of(token),
            form,
            is_killed=is_killed,
        )

    def _outside(self, response: Response) -> Response:
        """Forget the session in the browser too."""
        response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="lax")
        return response


def from_here(headers: Mapping[str, str]) -> bool:
    """Say whether a browser sends a form from one of our own pages; what sends no such headers is no browser."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")
