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
LATER = {"Retry-After": "2"}


def webhook_route(path: str, intake: Intake, secret: str) -> Route:
    """Return the door Telegram knocks at; who does not know the secret gets 403 and learns nothing."""

    def answer(status: int, outcome: str) -> Response:
        intake.knocks[outcome] += 1
        return Response(status_code=status, headers=LATER if status == 503 else None)

    async def deliver(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return answer(403, "forged")
        body = await _body(request)
        if body is None:
            return answer(413, "too_large")
        update = _update(body)
        if update is None:
            return answer(400, "malformed")
        if intake.is_full:
            return answer(503, "full")
        try:
            await intake.take([update])
        except Unavailable as error:
            log.error("an update cannot be stored and stays at Telegram", reason=error.key)
            return answer(503, "unstored")
        intake.pulse.beat()
        return answer(200, "taken")

    return Route(path, deliver, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """Read what was sent, whatever its header says of its length; None for too much, nothing from who hangs up."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MAX_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _update(body: bytes) -> Mapping[str, Any] | None:
    """Read an update that can be stored; None if it is none."""
    try:
        update = read_json(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if type(number) is int and 0 <= number < LARGEST_UPDATE_ID else None
