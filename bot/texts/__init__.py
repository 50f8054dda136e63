"""Every word a person reads: catalogues under short keys, Ukrainian first."""

import html
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.people import Locale
from bot.texts.formats import Formats

CATALOGUES = Path(__file__).parent / "catalogues"


class Html(str):
    """Text that is Telegram HTML already and is not escaped again, neither in a message nor on a page."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class Texts:
    """The words of one language.

    Errors: `KeyError` for a key that the catalogue lacks; a test compares the catalogues, so it is never seen outside.
    """

    def __init__(self, locale: Locale, timezone: str) -> None:
        self.locale = locale
        self.formats = Formats(locale, timezone)
        self._catalogue = _catalogue(locale)

    def __call__(self, key: str, **params: object) -> Html:
        """Fill a text for a message: parameters are escaped unless they are `Html`. `n` chooses the plural."""
        return Html(self._find(key, params.get("n")).format(**{name: _escape(v) for name, v in params.items()}))

    def plain(self, key: str, **params: object) -> str:
        """Fill a text for a button, a toast or a list: no HTML there."""
        return self._find(key, params.get("n")).format(**params)

    def _find(self, key: str, n: object) -> str:
        found = self._catalogue.ngettext(key, key, n) if isinstance(n, int) else self._catalogue.gettext(key)
        if found == key:
            raise KeyError(f"{self.locale.value} has no text {key}")
        return found


def _escape(value: object) -> object:
    return html.escape(value, quote=False) if isinstance(value, str) and not isinstance(value, Html) else value


@cache
def _catalogue(locale: Locale) -> GNUTranslations:
    """Compile a catalogue in memory, so that nothing has to be built after an edit."""
    with (CATALOGUES / f"{locale.value}.po").open("rb") as file:
        catalogue = read_po(file, locale=locale.value, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Languages:
    """The texts of every language, made once."""

    def __init__(self, timezone: str) -> None:
        self._texts = {locale: Texts(locale, timezone) for locale in Locale}

    def __getitem__(self, locale: Locale) -> Texts:
        return self._texts[locale]
