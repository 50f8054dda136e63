"""What monitoring asks: whether the bot is well."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.services.watch import Watch

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def health_route(watch: Watch) -> Route:
    """Answer 200 when all is well and 503 when something is red; one word for each check and nothing else."""

    async def health(_: Request) -> Response:
        found = await watch.look()
        said = {
            "status": "red" if found.is_red else "green",
            "checks": {check.name: check.word for check in found.checks},
        }
        return JSONResponse(said, 503 if found.is_red else 200, HEADERS)

    return Route("/health", health)
