"""Stop what the bot says of its own accord, with one tap; another one lets it speak again."""

from bot.domain.errors import NotFound
from bot.domain.notices import NoticeKind
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import notices as views


async def mute(context: Context, press: callbacks.Mute) -> Said:
    kind = _kind(press.kind)
    await context.services.notices.mute(context.actor, kind)
    return views.muted(context.texts, kind)


async def unmute(context: Context, press: callbacks.Unmute) -> Said:
    kind = _kind(press.kind)
    await context.services.notices.unmute(context.actor, kind)
    return views.unmuted(context.texts, kind)


def _kind(written: str) -> NoticeKind:
    """Read a kind of notice.

    Errors: `NotFound` for one that there is not.
    """
    if written not in set(NoticeKind):
        raise NotFound("notices.always_told")
    return NoticeKind(written)
