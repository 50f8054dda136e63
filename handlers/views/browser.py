"""The card that leads to the desk."""

from bot.domain.messages import Button, Reply
from bot.texts import Texts
from handlers.views.people import line


def way_in(texts: Texts, public_url: str | None, token: str) -> Reply:
    if public_url is None:
        return line(texts, "web.bot_no_desk")
    opens = Button(texts.plain("web.bot_open"), url=f"{public_url}/desk/enter/{token}")
    return Reply(texts("web.bot_link", address=f"{public_url}/desk"), ((opens,),))
