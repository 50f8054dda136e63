"""A page of the desk: one layout, filled in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.domain.permissions import Action
from bot.texts import Languages, Texts
from bot.web.public.page import locale_of

HERE = Path(__file__).parent
PUBLIC = HERE.parent / "public" / "templates"
"""What residents see, for a look at it before and after."""

MENU: Mapping[str, Action] = {
    "today": Action.ENTER_DESK,
    "questions": Action.READ_INBOX,
    "feedback": Action.READ_FEEDBACK,
    "moderation": Action.MODERATE,
    "goals": Action.ENTER_DESK,
    "rounds": Action.PREPARE_ROUND,
    "broadcasts": Action.WRITE_BROADCAST,
    "documents": Action.PUBLISH_DOCUMENT,
    "digests": Action.READ_DIGEST,
    "people": Action.MANAGE_PEOPLE,
    "data": Action.MANAGE_DATA,
    "trail": Action.READ_TRAIL,
}
"""The pages of the desk, `web.menu_…` and `/desk/…`, each for who may do what it is for."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Writes pages for whoever is outside: the way in, and what went wrong.

    Shapes: `bot_username` leads to the bot; `address` is where browsers reach the desk, without a slash at its end.
    """

    languages: Languages
    bot_username: str
    address: str

    def show(self, request: Request, template: str, status: int = 200, **given: Any) -> Response:
        return self.write(self.languages[locale_of(request)], template, status, **given)

    def write(self, texts: Texts, template: str, status: int = 200, **given: Any) -> Response:
        """Fill a template. It has `t` for texts and `formats`; the layout has a menu if `visit` is given."""
        written = _TEMPLATES.get_template(template).render(
            {"visit": None, "said": "", "undo": None, "lost": None, **given},
            t=lambda key, **params: texts.plain(key, **texts.formats.written(params)),
            formats=texts.formats,
            locale=texts.locale.value,
            bot_username=self.bot_username,
        )
        return HTMLResponse(written, status, {"Content-Language": texts.locale.value})


_TEMPLATES = Environment(
    loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader({"public": FileSystemLoader(PUBLIC)})]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
