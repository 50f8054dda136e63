"""The way in: asked for by e-mail, opened by a link that works once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.accounts import SESSION_LASTS
from bot.domain.errors import DomainError, NotFound
from bot.domain.throttle import Throttle
from bot.services import Services
from bot.web.callers import caller_of
from bot.web.desk.doors import from_here
from bot.web.desk.forms import read_form
from bot.web.desk.page import Pages
from bot.web.desk.whereto import WhereTo
from bot.web.mistakes import status_of

TRIES, TRIES_PER_SECOND = 20, 1 / 30
LETTERS, LETTERS_PER_SECOND = 3, 1 / 1200
"""From one address of the network, and to one person: enough for who errs, too few for who guesses or pesters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where no letters are sent, links come from the bot and the command line.

    Shapes: `inside` are the pages that one can be led to after coming in.
    """

    services: Services
    pages: Pages
    cookie: str
    secure: bool
    where_to: WhereTo
    inside: Sequence[Route]
    _tries: Throttle = field(default_factory=lambda: Throttle(TRIES, TRIES_PER_SECOND))
    _letters: Throttle = field(default_factory=lambda: Throttle(LETTERS, LETTERS_PER_SECOND))

    async def ask(self, request: Request) -> Response:
        return self._show(request, "enter.html")

    async def send(self, request: Request) -> Response:
        """Send a link to who is known; the answer does not say who is."""
        self._admit(request)
        async with read_form(request, max_files=0, max_fields=5) as form:
            address = str(form.get("email", ""))
        response = self._show(request, "enter.html", is_sent=True)
        response.background = BackgroundTask(self._write_to, address)
        return response

    async def _write_to(self, address: str) -> None:
        """Write a letter after the answer: how long the answer takes must not tell whose address is known."""
        account = await self.services.accounts.with_address(address)
        if self.services.letters.is_on and account and self._letters.admit(account.telegram_id, monotonic())[0]:
            await self.services.letters.entry(account)

    async def look(self, request: Request) -> Response:
        """Show the button that opens: mail programs that look into links must not use them up."""
        if not await self.services.sessions.is_open(request.path_params["token"]):
            return self._mistake(request, NotFound("web.link_gone"))
        return self.pages.show(request, "open.html", action=request.url.path)

    async def open(self, request: Request) -> Response:
        self._admit(request)
        try:
            token = await self.services.sessions.enter(
                request.path_params["token"], request.headers.get("user-agent", "")[:500]
            )
        except DomainError as error:
            return self._mistake(request, error)
        response = RedirectResponse(self.where_to.kept(request, self.inside), 303)
        lasts = int(SESSION_LASTS.total_seconds())
        response.set_cookie(
            self.cookie, token, max_age=lasts, path="/", secure=self.secure, httponly=True, samesite="lax"
        )
        self.where_to.forget(response)
        return response

    def _admit(self, request: Request) -> None:
        if not from_here(request.headers):
            raise HTTPException(403)
        if not self._tries.admit(caller_of(request), monotonic())[0]:
            raise HTTPException(429)

    def _show(self, request: Request, template: str, *, is_sent: bool = False) -> Response:
        by_letter = self.services.letters.is_on
        return self.pages.show(request, template, is_sent=is_sent, by_letter=by_letter)

    def _mistake(self, request: Request, error: DomainError) -> Response:
        return self.pages.show(request, "error.html", status_of(error), key=error.key, params=error.params)
