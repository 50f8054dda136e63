"""Where somebody was going who had to come in first; kept in their browser until they are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FIRST = "/desk/"
"""Whoever asks for it, as every page outside does by its heading, goes on to what they asked for before."""

LASTS_S = 3600
"""Longer than a way in is good for; whoever comes in on another day begins at the first page."""

LONGEST = 1000
"""Characters of an address: that of a list with all its filters is far shorter."""

ADDRESS = "/?&=%+,:;@!$'()*~"
"""What stands in an address as it is; anything else that somebody sends is written in ASCII, as a cookie must be."""


@dataclass(frozen=True, slots=True)
class WhereTo:
    """`session` is the name of the session's cookie; `secure`: the desk is reached over https alone."""

    session: str
    secure: bool

    @property
    def _cookie(self) -> str:
        return f"{self.session}-to"

    def keep(self, request: Request, response: Response) -> Response:
        """Keep the page that was asked for, or of a form that was sent the page where it was filled in."""
        asked = urlsplit(str(request.url) if request.method == "GET" else request.headers.get("referer", ""))
        to = quote(f"{asked.path}?{asked.query}" if asked.query else asked.path, safe=ADDRESS)
        if asked.netloc == request.url.netloc and to != FIRST and len(to) <= LONGEST:
            response.set_cookie(self._cookie, to, LASTS_S, path="/", secure=self.secure, httponly=True, samesite="lax")
        return response

    def kept(self, request: Request, pages: Sequence[Route]) -> str:
        """Return the page that was kept, if it is one of `pages`; the first page of the desk otherwise."""
        to = request.cookies.get(self._cookie, "")
        path = to.partition("?")[0]
        return to if any(page.path_regex.match(path) for page in pages) else FIRST

    def forget(self, response: Response) -> None:
        response.delete_cookie(self._cookie, path="/", secure=self.secure, httponly=True, samesite="lax")
