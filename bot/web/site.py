"""All that is under the address of the hromada: public pages, and the desk under `/desk`."""

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.services import Services
from bot.services.ports import FromTelegram
from bot.texts import Languages
from bot.web.desk import desk_site
from bot.web.public import public_site


def site(services: Services, languages: Languages, telegram: FromTelegram, bot_username: str, address: str) -> ASGIApp:
    """Build both; `address` is where browsers reach them."""
    desk = desk_site(services, languages, telegram, bot_username=bot_username, address=address)
    public = public_site(services, languages, bot_username)

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        of_desk = f"{scope.get('path', '')}/".startswith("/desk/")
        await (desk if of_desk else public)(scope, receive, send)

    return either
