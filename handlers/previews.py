"""A broadcast as its readers will see it, sent to whoever writes it."""

from functools import partial

from bot.domain.broadcasts import Broadcast
from bot.domain.people import Locale
from bot.services.ports import Preview, Sent
from bot.transport.context import Surroundings
from handlers.views.broadcasts import message


def preview_by(around: Surroundings) -> Preview:
    """Say how a preview is sent from the desk, which knows no Telegram."""

    async def preview(chat: int, what: Broadcast) -> list[Sent]:
        shown = [message(around.languages[locale], what) for locale in Locale if locale in what.contents]
        send = partial(around.outlet.deliver, chat)
        return [await around.services.broadcastfiles.deliver(one, send) for one in shown]

    return preview
