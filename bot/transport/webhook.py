"""Telegram delivers: stored, then 200. Anything else makes Telegram try again later."""

import hmac

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.errors import Unavailable
from bot.transport.client import read_json
from bot.transport.intake import Intake

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the header's name)
MAX_BYTES = 1_000_000


def webhook_route(path: str, intake: Intake, secret: str) -> Route:
    """Return the door Telegram knocks at; who does not know the secret gets 403 and learns nothing."""

    async def deliver(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length") or 0) > MAX_BYTES:
            return Response(status_code=413)
        try:
            update = read_json(await request.body())
            update["update_id"] = int(update["update_id"])
        except (ValueError, KeyError, TypeError):
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
