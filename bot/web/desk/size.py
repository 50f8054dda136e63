"""A file that is too large gets an answer that is read: the rest of it is taken in and thrown away first."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.domain.uploads import MAX_MB
from bot.web.desk.page import Pages

MAX_BODY: Final = (MAX_MB + 1) * 2**20
"""Bytes of the largest form: a file, and what stands around it."""

MAX_DRAINED: Final = 512 * 2**20
"""So much is thrown away of what somebody sends who has a session; a browser reads no answer before it has sent all."""


class Size:
    """Answer by a page what is larger than any form; `knows` says whether somebody sends it who is in."""

    def __init__(self, app: ASGIApp, pages: Pages, knows: Callable[[Request], Awaitable[bool]]) -> None:
        self._app = app
        self._pages = pages
        self._knows = knows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = Headers(scope=scope).get("content-length", "0") if scope["type"] == "http" else "0"
        if not length.isdecimal() or int(length) <= MAX_BODY:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if await self._knows(request):
            await _drain(receive)
        page = self._pages.show(request, "documents/too_large.html", 413, limit_mb=MAX_MB)
        page.headers["Connection"] = "close"
        await page(scope, receive, send)


async def _drain(receive: Receive) -> None:
    drained, is_more = 0, True
    while is_more and drained < MAX_DRAINED:
        message = await receive()
        drained += len(message.get("body", b""))
        is_more = message.get("more_body", False)
