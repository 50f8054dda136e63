"""Between an address and a page: who comes, whether the form is ours, what goes wrong."""

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TypeAlias

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.domain.accounts import digest_of
from bot.domain.errors import DomainError, NotAllowed, NotFound, Unavailable
from bot.domain.throttle import Throttle
from bot.services import Services
from bot.services.ports import FromTelegram
from bot.services.sessions import Visitor
from bot.web.callers import caller_of
from bot.web.desk.forms import lost_of, read_form
from bot.web.desk.names import Names
from bot.web.desk.page import Pages
from bot.web.desk.twice import Twice
from bot.web.desk.visit import Done, Visit, csrf_of
from bot.web.desk.whereto import WhereTo

Page: TypeAlias = Callable[[Visit], Awaitable[Response]]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

N_FIELDS, LONGEST_FIELD, N_FILES = 1000, 64 * 1024, 10
"""Of a form: a page with every box of a list ticked, the longest text that anybody writes here, and an album."""

OUTSIDE = (NotFound, NotAllowed)
"""What `Sessions.visitor` says of who is not in."""

MOST_LOST = 256 * 1024
"""Bytes of a form that are read of somebody who is not in, to show them what they wrote."""

BURST, PER_SECOND = 200, 4.0
"""Of one session: nobody clicks as fast for long; a program that reads everything does."""

STRANGERS, STRANGERS_PER_SECOND = 300, 2.0
"""Of one address of the network, without a session: a whole office comes back from lunch, nobody guesses a cookie."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Turns pages into what a server calls. `secure`: the desk is reached over https alone."""

    services: Services
    pages: Pages
    names: Names
    telegram: FromTelegram
    secure: bool
    throttle: Throttle
    strangers: Throttle
    twice: Twice = field(default_factory=Twice)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; the prefix makes a browser refuse it from anybody else."""
        return "__Host-viche" if self.secure else "viche"

    @property
    def where_to(self) -> WhereTo:
        return WhereTo(self.cookie, self.secure)

    def reading(self, page: Page) -> Endpoint:
        """Open a page that changes nothing."""

        async def endpoint(request: Request) -> Response:
            try:
                visitor = await self._let_in(request)
            except OUTSIDE as error:
                return self._turn_away(request, error, FormData())
            return await self._answer(page, request, visitor, FormData())

        return endpoint

    def writing(self, page: Page, *, makes: bool = False) -> Endpoint:
        """Do what a form asks, if it is one of ours; it is read only once it is known who sends it.

        `makes`: it makes something new, which is done once however often a button is clicked.
        """

        async def endpoint(request: Request) -> Response:
            if not from_here(request.headers):
                raise HTTPException(403)
            try:
                visitor = await self._let_in(request)
            except OUTSIDE as error:
                async with self._what_is_lost(request) as form:
                    return self._turn_away(request, error, form)
            async with read_form(request, max_files=N_FILES, max_fields=N_FIELDS, max_part_size=LONGEST_FIELD) as form:
                sent, expected = str(form.get("csrf", "")), csrf_of(request.cookies[self.cookie])
                if not hmac.compare_digest(sent.encode(), expected.encode()):
                    return self._lost(request, form, is_in=True)
                request.state.lost = lost_of(form)
                answer = partial(self._answer, page, request, visitor, form)
                return await (self.twice.answer(expected, request.url.path, form, answer) if makes else answer())

        return endpoint

    async def knows(self, request: Request) -> bool:
        """Say whether somebody sends this who is in."""
        try:
            await self._let_in(request)
        except (*OUTSIDE, HTTPException):
            return False
        return True

    async def _let_in(self, request: Request) -> Visitor:
        """Recognise who comes.

        Errors: `NotFound` without a session; `NotAllowed` for who may not come in any more; 429 for an address of the
        network from which many come who are nobody.
        """
        try:
            return await self.services.sessions.visitor(request.cookies.get(self.cookie, ""))
        except OUTSIDE:
            if not self.strangers.admit(caller_of(request), monotonic())[0]:
                raise HTTPException(429) from None
            raise

    @asynccontextmanager
    async def _what_is_lost(self, request: Request) -> AsyncIterator[FormData | None]:
        """Read what somebody wrote whose session is over; None for a large file, which is thrown away as it comes."""
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) <= MOST_LOST:
            async with read_form(request, max_files=N_FILES, max_fields=N_FIELDS, max_part_size=LONGEST_FIELD) as form:
                yield form
        elif self.cookie in request.cookies:
            async for _ in request.stream():
                pass
            yield None
        else:
            yield FormData()

    async def _answer(self, page: Page, request: Request, visitor: Visitor, form: FormData) -> Response:
        token = request.cookies[self.cookie]
        is_killed = await self.services.broadcastruns.is_killed()
        visit = self._visit(request, visitor, token, form, is_killed=is_killed)
        if not self.throttle.admit(digest_of(token), monotonic())[0]:
            return visit.show("error.html", 429, key="public.too_fast", params={}, lost=lost_of(form))
        if not visitor.actor.consented and request.url.path not in ("/desk/agree", "/desk/leave"):
            return visit.show("consent.html")
        try:
            response = await page(visit)
        except Unavailable:
            raise
        except DomainError as error:
            response = visit.mistake(error)
        await self._note(visit, response)
        return response

    async def _note(self, visit: Visit, response: Response) -> None:
        """Keep what the next page is to say, or forget what this one has said."""
        if isinstance(response, Done):
            await self.services.sessions.say(visit.session, response.said)
        elif visit.session.said is not None and isinstance(response, HTMLResponse):
            await self.services.sessions.say(visit.session, None)

    def _turn_away(self, request: Request, error: DomainError, form: FormData | None) -> Response:
        """Lead who has no session to the way in; say to anybody else why they may not come in."""
        if isinstance(error, NotFound):
            return self._over(request, form)
        said = {"key": error.key, "params": error.params, "lost": lost_of(form)}
        return self._outside(self.pages.show(request, "error.html", 403, **said))

    def _over(self, request: Request, form: FormData | None) -> Response:
        """Lead to the way in; what somebody wrote meanwhile is shown, so that they can copy it.

        `form` is None for one that was too large to be read.
        """
        return self.where_to.keep(request, self._lost(request, form, is_in=False))

    def _lost(self, request: Request, form: FormData | None, *, is_in: bool) -> Response:
        """Give back what was written into a form that is not taken; `is_in`: by who has come in anew since."""
        lost = lost_of(form)
        if not is_in and not lost:
            return RedirectResponse("/desk/enter", 303)
        return self.pages.show(request, "over.html", 403, lost=lost, is_in=is_in)

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
            self.telegram,
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
