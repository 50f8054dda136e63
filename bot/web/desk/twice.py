"""A button that is clicked twice sends its form twice: what makes something new makes it once."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from time import monotonic

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

LASTS_S = 5.0
"""Nobody means to make the very same thing anew so soon; a second click comes within half a second."""


class Twice:
    """Remembers for a moment what was made, in this process alone: a twin does no harm, it only annoys."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[float, asyncio.Task[Response]]] = {}

    async def answer(self, who: str, path: str, form: FormData, make: Callable[[], Awaitable[Response]]) -> Response:
        """Make it, or answer as to the same form a moment ago; one that failed may be sent again."""
        now = monotonic()
        self._made = {mark: one for mark, one in self._made.items() if now - one[0] < LASTS_S or not one[1].done()}
        mark = _mark(who, path, form)
        if mark not in self._made:
            self._made[mark] = now, asyncio.ensure_future(make())
        try:
            response = await asyncio.shield(self._made[mark][1])
        except Exception:
            self._made.pop(mark, None)
            raise
        if response.status_code >= 400:
            self._made.pop(mark, None)
        return response


def _mark(who: str, path: str, form: FormData) -> str:
    sent = [(name, _named(value) if isinstance(value, UploadFile) else value) for name, value in form.multi_items()]
    return hashlib.sha256(repr((who, path, sent)).encode(errors="surrogatepass")).hexdigest()


def _named(file: UploadFile) -> tuple[str | None, int | None]:
    return file.filename, file.size
