"""The way out of letters: their address stops one kind of digest, and can do nothing else (RFC 8058)."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.domain.digests import PeriodKind
from bot.domain.errors import NotFound
from bot.services import Services
from bot.web.desk.page import Pages


@dataclass(frozen=True, slots=True)
class WayOut:
    """Needs nobody to come in: mail programs follow it for their owners, without cookies and from anywhere."""

    services: Services
    pages: Pages

    async def look(self, request: Request) -> Response:
        """Show the button: programs that look into links must not stop anything."""
        kind, token = _named(request)
        if not await self.services.subscriptions.is_way_out(token, kind):
            return self._mistake(request, NotFound("subscriptions.stopped_already"))
        return self.pages.show(request, "stop.html", kind=kind, is_stopped=False)

    async def stop(self, request: Request) -> Response:
        kind, token = _named(request)
        try:
            await self.services.subscriptions.stop_by(token, kind)
        except NotFound as error:
            return self._mistake(request, error)
        return self.pages.show(request, "stop.html", kind=kind, is_stopped=True)

    def _mistake(self, request: Request, error: NotFound) -> Response:
        return self.pages.show(request, "error.html", 404, key=error.key, params=error.params)


def _named(request: Request) -> tuple[PeriodKind, str]:
    kind = request.path_params["kind"]
    if kind not in set(PeriodKind):
        raise HTTPException(404)
    return PeriodKind(kind), request.path_params["token"]
