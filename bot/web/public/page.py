"""A page in the reader's language."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.domain.people import Locale
from bot.texts import Languages

HERE = Path(__file__).parent


def locale_of(request: Request) -> Locale:
    """Choose the language: what the link asks for, else the browser's favourite of ours, else Ukrainian."""
    asked = request.query_params.get("lang", "")
    if asked in set(Locale):
        return Locale(asked)
    wanted = []
    for part in request.headers.get("accept-language", "")[:200].split(","):
        name, _, weight = part.strip().lower().partition(";q=")
        language = name.split("-")[0]
        if language in set(Locale):
            wanted.append((-_number(weight or "1"), Locale(language)))
    return min(wanted, key=lambda one: one[0])[1] if wanted else Locale.UK


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


@dataclass(frozen=True, slots=True)
class Pages:
    """Writes pages. `bot_username` leads to where one votes."""

    languages: Languages
    bot_username: str

    def show(self, request: Request, template: str, status: int = 200, **given: Any) -> Response:
        """Fill a template. It has `t` for texts, `formats`, and `link` for addresses in the same language."""
        locale = locale_of(request)
        texts = self.languages[locale]
        is_default = "lang" not in request.query_params
        written = _TEMPLATES.get_template(template).render(
            **given,
            t=lambda key, **params: texts.plain(key, **texts.formats.written(params)),
            formats=texts.formats,
            locale=locale.value,
            link=lambda path: path if is_default else f"{path}?lang={locale.value}",
            other=Locale.EN if locale is Locale.UK else Locale.UK,
            path=request.url.path,
            bot_username=self.bot_username,
        )
        return HTMLResponse(written, status, {"Content-Language": locale.value})


_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
