"""The page itself: its state, its changes, its files."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.transport.local import LocalTelegram
from bot.transport.local.state import Chat
from bot.web.demo.deeds import Deeds
from bot.web.demo.guard import Guard
from bot.web.demo.people import DemoPerson
from bot.web.demo.screen import screen

MAX_UPLOAD_BYTES = 20 * 1024 * 1024
WAIT_S = 2.0
"""How long a question for changes waits. Short, because a stopping server waits for its open requests."""

_HERE = Path(__file__).parent
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}

StartOver = Callable[[], Awaitable[None]]


def demo_app(
    telegram: LocalTelegram,
    people: Sequence[DemoPerson],
    *,
    stored_at: str,
    start_over: StartOver | None = None,
    site: ASGIApp | None = None,
) -> Starlette:
    """Build the demo's page.

    Shapes: `stored_at` is shown as the place of the data. `start_over` forgets what the bot stored and leaves a
    running bot behind; the page empties the chats after it. Without it there is no such button. `site` are the public
    pages, which have all other addresses.
    """
    demo = _Demo(telegram, people, stored_at, start_over)
    deeds = Deeds(telegram, people)
    routes = [
        Route("/", demo.page),
        Route("/changes", demo.changes),
        Route("/chats/{key}", demo.chats),
        Route("/chats/{key}/file", deeds.send_file, methods=["POST"]),
        Route("/chats/{key}/{deed}", deeds.do, methods=["POST"]),
        Route("/start-over", demo.start_over, methods=["POST"]),
        Route("/files/{id}", demo.file),
        Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
        *([Mount("/", site)] if site else []),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard)], max_body_size=MAX_UPLOAD_BYTES)


class _Demo:
    def __init__(
        self, telegram: LocalTelegram, people: Sequence[DemoPerson], stored_at: str, start_over: StartOver | None
    ) -> None:
        self._telegram = telegram
        self._people = people
        self._stored_at = stored_at
        self._start_over = start_over
        templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._template = templates.get_template("page.html")

    async def page(self, _request: Request) -> Response:
        can_start_over = self._start_over is not None
        return HTMLResponse(
            self._template.render(people=self._people, stored_at=self._stored_at, can_start_over=can_start_over)
        )

    async def chats(self, request: Request) -> Response:
        """Show one person's chats as they are now."""
        who = next((who for who in self._people if who.key == request.path_params["key"]), None)
        if who is None:
            return JSONResponse({"fault": "gone"}, 404)
        return JSONResponse({"version": self._telegram.changed.version} | screen(self._telegram, who))

    async def changes(self, request: Request) -> Response:
        """Show everybody's chats once they differ from version `after`; 204 if they do not for a while.

        One question for the whole page: a browser opens only six connections to one address.
        """
        try:
            after = int(request.query_params.get("after", "-1"))
        except ValueError:
            return JSONResponse({"fault": "refused"}, 400)
        try:
            async with asyncio.timeout(WAIT_S):
                await self._telegram.changed.after(after)
        except TimeoutError:
            return Response(status_code=204)
        shown = {who.key: screen(self._telegram, who) for who in self._people}
        return JSONResponse({"version": self._telegram.changed.version, "people": shown})

    async def file(self, request: Request) -> Response:
        """Hand out a file: pictures and voices to look at and hear, everything else only to save."""
        stored = self._telegram.files.get(request.path_params["id"])
        if stored is None:
            return Response(status_code=404)
        shown_as = next((mime for start, mime in _PICTURES.items() if stored.content.startswith(start)), None)
        if stored.kind == "voice":
            shown_as = "audio/ogg"
        way = "inline" if shown_as else "attachment"
        return Response(
            stored.content,
            media_type=shown_as or "application/octet-stream",
            headers={"Content-Disposition": f"{way}; filename*=utf-8''{quote(stored.name, safe='')}"},
        )

    async def start_over(self, _request: Request) -> Response:
        if self._start_over is None:
            return JSONResponse({"fault": "gone"}, 404)
        await self._start_over()
        for who in self._people:
            for chat in who.chats(self._telegram):
                _empty(self._telegram, chat.state)
        self._telegram.inline_messages.clear()
        self._telegram.files.clear()
        return JSONResponse({})


def _empty(telegram: LocalTelegram, chat: Chat) -> None:
    chat.messages.clear()
    chat.pinned.clear()
    chat.keyboard = chat.action = None
    if chat.type == "private":
        chat.bot_status = "absent"
    telegram.touch(chat)
