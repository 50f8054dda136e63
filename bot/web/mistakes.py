"""Errors are pages, in words: of the public site and of the desk alike.

A request's `state.lost` is what somebody had written into a form; the desk's page gives it back.
"""

import secrets
from http import HTTPStatus
from typing import Any, Protocol

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from bot.domain.errors import DomainError, NotFound, Unavailable

log = structlog.get_logger()


class Shows(Protocol):
    """Whatever writes pages."""

    def show(self, request: Request, template: str, status: int = 200, **given: Any) -> Response: ...


def status_of(error: DomainError) -> int:
    return 404 if isinstance(error, NotFound) else 403


def mistakes(pages: Shows) -> dict[Any, ExceptionHandler]:
    """Say by which page each error is answered; what is unexpected by its number, never by itself."""

    def page(request: Request, status: int, key: str, **params: Any) -> Response:
        lost = getattr(request.state, "lost", None)
        return pages.show(request, "error.html", status, key=key, params=params, lost=lost)

    async def expected(request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)
        if isinstance(error, Unavailable):
            log.error("out of order", reason=error.key)
            return page(request, 503, "errors.out_of_order")
        return page(request, status_of(error), error.key, **error.params)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        key = "public.too_fast" if error.status_code == HTTPStatus.TOO_MANY_REQUESTS else "public.not_here"
        return page(request, error.status_code, key)

    async def unexpected(request: Request, error: Exception) -> Response:
        incident = secrets.token_hex(3).upper()
        log.error("unexpected error", incident=incident, exc_info=error)
        return page(request, 500, "errors.unexpected", incident=incident)

    return {DomainError: expected, HTTPException: http, Exception: unexpected}
