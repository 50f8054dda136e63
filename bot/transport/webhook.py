"""Telegram delivers: stored, then 200. Anything else makes Telegram try again later."""

import hmac

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
LATER = {"Retry-After": "2"}


def webhook_route(path: str, intake: Intake, secret: str) -> Route:
    """Return the door Telegram knocks at; who does not know the secret gets 403 and learns nothing."""

    def answer(status: int, outcome: str) -> Response:
        intake.knocks[outcome] += 1
        return Response(status_code=status, headers=LATER if status == 503 else None)

    async def deliver(request: Request) -> Response:  # noqa: PLR0911  (a list of reasons)
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return answer(403, "forged")
        try:
            body = await _body(request)
        except ClientDisconnect:
            return answer(400, "malformed")
        if body is None:
            return answer(413, "too_large")
        try:
            update = read_json(body)
            update["update_id"] = int(update["update_id"])
        except (ValueError, KeyError, TypeError):
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
    """Read what was sent, and no more than Telegram would send; None for more."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)
