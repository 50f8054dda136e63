"""Telegram delivers: stored, then 200. Anything else makes Telegram try again later."""

import hmac
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.errors import Unavailable
from bot.transport.client import read_json
from bot.transport.intake import Intake

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the header's name)
MAX_BYTES = 1_000_000
LARGEST_UPDATE_ID = 2**63


async def _body(request: Request) -> bytes:
    """Read what is sent until it is too much, whatever its header says of its length; nothing from who hangs up."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > MAX_BYTES:
                break
    except ClientDisconnect:
        return b""
    return body


def _update(body: bytes) -> Mapping[str, Any] | None:
    """Read an update that can be stored; None if it is none."""
    try:
        update = read_json(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if type(number) is int and 0 <= number < LARGEST_UPDATE_ID else None


def webhook_route(path: str, intake: Intake, secret: str) -> Route:
    """Return the door Telegram knocks at; who does not know the secret gets 403 and learns nothing."""

    async def deliver(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if len(body) > MAX_BYTES:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        if intake.is_full:
            return Response(status_code=503, headers={"Retry-After": "2"})
        try:
            await intake.take([update])
        except Unavailable as error:
            log.error("an update cannot be stored and stays at Telegram", reason=error.key)
            return Response(status_code=503, headers={"Retry-After": "2"})
        return Response(status_code=200)

    return Route(path, deliver, methods=["POST"])
