"""One request of somebody who came in: who it is, what they sent, how they are answered."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.domain.accounts import Session
from bot.domain.errors import DomainError
from bot.domain.people import Actor
from bot.domain.permissions import may
from bot.services import Services
from bot.services.ports import FromTelegram
from bot.texts import Texts
from bot.texts.naming import name_of
from bot.web.desk.forms import lost_of
from bot.web.desk.names import Names
from bot.web.desk.page import MENU, Pages
from bot.web.mistakes import status_of

N_LISTED = 25
"""Things on one page of a list."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The button that undoes what was just done: an address of the desk, and what is sent there."""

    to: str
    fields: Mapping[str, Sequence[int | str]]


class Done(RedirectResponse):
    """Leads on to a page that begins with a line; `said` is that line, as the session keeps it."""

    def __init__(self, to: str, said: str) -> None:
        super().__init__(to, 303)
        self.said = said


@dataclass(frozen=True)
class Visit:
    """One request and its answer.

    Shapes: `form` is empty for what is only read; `is_killed`: all that the bot says of its own accord is stopped.
    """

    request: Request
    services: Services
    actor: Actor
    session: Session
    texts: Texts
    pages: Pages
    names: Names
    telegram: FromTelegram
    csrf: str
    form: FormData = field(default_factory=FormData)
    is_killed: bool = False

    @property
    def here(self) -> str:
        """The address of this page without its filters."""
        return self.request.url.path

    @property
    def desk(self) -> str:
        """The desk's address for who is elsewhere, with a slash at its end."""
        return f"{self.pages.address}/desk/"

    @property
    def key(self) -> int:
        """The number in the address."""
        return self.number_at("key")

    def number_at(self, name: str) -> int:
        """A number in the address; one that nothing can have leads nowhere."""
        value = str(self.request.path_params[name])
        if not _is_number(value):
            raise HTTPException(404)
        return int(value)

    @cached_property
    def page(self) -> int:
        """Which page of a list is asked for, from 0."""
        asked = self.request.query_params.get("page", "")
        return min(int(asked), 10**6) if _is_number(asked) else 0

    def asked(self, name: str, allowed: Sequence[str] | None = None) -> str:
        """A filter from the address; "" when it is not there, or not one of `allowed`."""
        value = self.request.query_params.get(name, "").replace("\0", "").strip()[:200]
        return value if allowed is None or value in allowed else ""

    def written(self, name: str) -> str:
        """A field of the form, without spaces around it; "" when it is missing."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").replace("\0", "").strip() if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """A field of the form that names something by its number."""
        value = self.written(name)
        return int(value) if _is_number(value) else None

    def picked(self, name: str) -> list[int]:
        """The boxes that were ticked under one name."""
        ticked = [value for value in self.form.getlist(name) if isinstance(value, str)]
        return [int(value) for value in ticked if _is_number(value)]

    def day(self, name: str) -> date | None:
        """A field of the form that names a day, as browsers send it."""
        return read_iso(self.written(name))

    def back(self, otherwise: str) -> str:
        """Where an act came from, if that is a page of the desk under `otherwise`."""
        came_from = self.written("back")
        return came_from if f"{came_from}/".startswith((f"{otherwise}/", f"{otherwise}?")) else otherwise

    def file(self, name: str) -> UploadFile | None:
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def files(self, name: str) -> list[UploadFile]:
        """Every file that was chosen in one field."""
        return [value for value in self.form.getlist(name) if isinstance(value, UploadFile) and value.filename]

    def address(self, **changes: Any) -> str:
        """Name this page with other filters; None takes one away, and the list begins anew unless `page` is given."""
        query = {**self.request.query_params, "page": None, **changes}
        kept = urlencode({name: value for name, value in query.items() if value not in (None, "")})
        return f"{self.here}?{kept}" if kept else self.here

    @property
    def communities(self) -> list[tuple[str, str]]:
        """The communities that documents are published for, as (id, name): what lists are filtered by."""
        known = self.services.entries.shelf.library.communities.values()
        return [(one.id, name_of(self.texts, one)) for one in known]

    def opens(self, name: str) -> bool:
        """Say whether somebody has a page of the menu."""
        return may(self.actor.role, MENU[name])

    @property
    def menu(self) -> list[tuple[str, str, bool]]:
        """The pages that somebody has: name, address, and whether this one is it or under it."""
        paths = {name: "/desk/" if name == "today" else f"/desk/{name}" for name in MENU if self.opens(name)}
        return [
            (name, path, self.here == path or (name != "today" and self.here.startswith(f"{path}/")))
            for name, path in paths.items()
        ]

    def show(self, template: str, status: int = 200, **given: Any) -> Response:
        """Fill a template; it has `visit`, and `said`, the line that an act before left, perhaps with its `undo`."""
        said, undo = self._said()
        return self.pages.write(self.texts, template, status, visit=self, said=said, undo=undo, **given)

    def done(self, to: str, key: str, undo: Undo | None = None, **params: Any) -> Response:
        """Go on to another page, which begins by saying what was done, with a button that undoes it if one is given."""
        line = [key, self.texts.formats.written(params), undo and [undo.to, undo.fields]]
        return Done(to, json.dumps(line, ensure_ascii=False))

    def wrong(self, error: DomainError) -> str:
        """Say what cannot be done, for a form that is shown again."""
        return self.texts.plain(error.key, **self.texts.formats.written(error.params))

    def mistake(self, error: DomainError) -> Response:
        """Answer by a page of its own what cannot be done, and give back what was written."""
        return self.show("error.html", status_of(error), key=error.key, params=error.params, lost=lost_of(self.form))

    def _said(self) -> tuple[str, Undo | None]:
        """Read the line that the act before left in this session."""
        if self.session.said is None:
            return "", None
        key, params, undo = json.loads(self.session.said)
        return self.texts.plain(key, **params), Undo(*undo) if undo else None


def read_iso(written: str) -> date | None:
    """Read a day such as `2026-12-05`; None for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _is_number(value: str) -> bool:
    """Say whether the database can hold what is written."""
    return value.isascii() and value.isdecimal() and len(value) < 19


def csrf_of(token: str) -> str:
    """What a session's forms carry, and no other page can know."""
    return hmac.new(token.encode(), b"viche form", hashlib.sha256).hexdigest()
