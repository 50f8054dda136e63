"""Receipts: the list that everybody can hash, and a form to check one."""

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.errors import NotFound
from bot.domain.people import Actor
from bot.services import Services
from bot.web.public.page import Pages, locale_of
from bot.web.public.rounds import key_of

MAX_CODE = 40
"""Longest text that is looked at as a receipt."""


class Receipts:
    def __init__(self, services: Services, pages: Pages) -> None:
        self._services = services
        self._pages = pages

    async def every(self, request: Request) -> Response:
        content = await self._services.counting.receipts(key_of(request))
        return Response(content, media_type="text/plain; charset=utf-8")

    async def verify(self, request: Request) -> Response:
        """Say whether a receipt counts; nothing of it stays in the browser, at the proxy or in a log of ours."""
        code = request.query_params.get("code", "").strip()[:MAX_CODE]
        status, found, error = 200, None, None
        if code:
            try:
                found = await self._services.disputes.verify(Actor(0, locale_of(request)), code)
            except NotFound as refused:
                status, error = 404, refused.key
        texts = self._pages.languages[locale_of(request)]
        reason = texts.plain(f"voids.reason_{found.void}") if found and found.void else ""
        shown = self._pages.show(request, "verify.html", status, code=code, found=found, error=error, reason=reason)
        shown.headers["Cache-Control"] = "no-store"
        shown.headers["X-Robots-Tag"] = "noindex"
        return shown
