"""One request of somebody who came in: who it is, what they sent, how they are answered."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote, urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.domain.accounts import Session
from bot.domain.errors import DomainError
from bot.domain.people import Actor
from bot.domain.permissions import may
from bot.services import Services
from bot.texts import Texts
from bot.web.desk.names import Names
from bot.web.desk.page import MENU, Pages
from bot.web.mistakes import status_of

SAID = "viche-said"
"""The cookie that carries one line over a redirect: a key and what fills it."""


@dataclass(frozen=True)
class Visit:
    """Shapes: `form` is empty for what is only read."""

    request: Request
    services: Services
    actor: Actor
    session: Session
    texts: Texts
    pages: Pages
    names: Names
    csrf: str
    form: FormData = field(default_factory=FormData)

    @property
    def here(self) -> str:
        """The address of this page without its filters."""
        return self.request.url.path

    @property
    def key(self) -> int:
        """The number in the address."""
        return int(self.request.path_params["key"])

    @cached_property
    def page(self) -> int:
        """Which page of a list is asked for, from 0."""
        asked = self.request.query_params.get("page", "")
        return min(int(asked), 10**6) if asked.isascii() and asked.isdecimal() else 0

    def asked(self, name: str, allowed: Sequence[str] | None = None) -> str:
        """A filter from the address; "" when it is not there, or not one of `allowed`."""
        value = self.request.query_params.get(name, "").strip()[:200]
        return value if allowed is None or value in allowed else ""

    def written(self, name: str) -> str:
        """A field of the form, without spaces around it; "" when it is missing."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """A field of the form that names something by its number."""
        value = self.written(name)
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None

    def picked(self, name: str) -> list[int]:
        """The boxes that were ticked under one name."""
        ticked = [value for value in self.form.getlist(name) if isinstance(value, str)]
        return [int(value) for value in ticked if value.isascii() and value.isdecimal() and len(value) < 19]

    def file(self, name: str) -> UploadFile | None:
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def address(self, **changes: Any) -> str:
        """Name this page with other filters; None takes one away, and the list begins anew unless `page` is given."""
        query = {**self.request.query_params, "page": None, **changes}
        kept = urlencode({name: value for name, value in query.items() if value not in (None, "")})
        return f"{self.here}?{kept}" if kept else self.here

    @property
    def menu(self) -> list[str]:
        return [name for name, action in MENU.items() if may(self.actor.role, action)]

    def show(self, template: str, status: int = 200, **given: Any) -> Response:
        """Fill a template; it has `visit`, and `said`, the line that an act before left."""
        response = self.pages.write(self.texts, template, status, visit=self, said=self._said(), **given)
        if SAID in self.request.cookies:
            response.delete_cookie(SAID, path="/desk")
        return response

    def done(self, to: str, key: str, **params: Any) -> Response:
        """Go on to another page, which begins by saying what was done."""
        response = RedirectResponse(to, 303)
        said = quote(json.dumps([key, self.texts.formats.written(params)], ensure_ascii=False))
        response.set_cookie(SAID, said, max_age=60, path="/desk", httponly=True, samesite="lax")
        return response

    def wrong(self, error: DomainError) -> str:
        """Say what cannot be done, for a form that is shown again."""
        return self.texts.plain(error.key, **self.texts.formats.written(error.params))

    def mistake(self, error: DomainError) -> Response:
        """Answer by a page of its own what cannot be done."""
        return self.show("error.html", status_of(error), key=error.key, params=error.params)

    def _said(self) -> str:
        try:
            key, params = json.loads(unquote(self.request.cookies.get(SAID, "")))
            return self.texts.plain(key, **params)
        except (ValueError, TypeError, KeyError, IndexError):
            return ""


def csrf_of(token: str) -> str:
    """What a session's forms carry, and no other page can know."""
    return hmac.new(token.encode(), b"viche form", hashlib.sha256).hexdigest()
