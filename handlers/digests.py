"""The digest for staff: what people asked, said and chose, and what waits."""

from telegram import Message

from bot.domain.digests import Period, PeriodKind
from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.reports.digest.forms import DigestForm
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import digests as views


async def digest(context: Context, message: Message) -> Reply:
    return await _card(context, PeriodKind.WEEK, everywhere=False)


async def open_digest(context: Context, press: callbacks.OpenDigest) -> Said:
    """Show the card, and its chart below."""
    kind, everywhere = _kind(press.kind), bool(press.everywhere)
    card = await _card(context, kind, everywhere=everywhere)
    png = await context.services.digests.file(context.actor, kind, DigestForm.PNG, "", everywhere=everywhere)
    if png:
        await context.outlet.send(context.actor.telegram_id, views.picture(context.texts, png))
    return card


async def send_digest(context: Context, press: callbacks.SendDigest) -> Said:
    if press.form not in set(DigestForm):
        raise NotFound("results.no_such_file")
    kind, form = _kind(press.kind), DigestForm(press.form)
    content = await context.services.digests.file(
        context.actor, kind, form, context.surroundings.bot_username, everywhere=bool(press.everywhere)
    )
    return views.file(context.texts, _period(context, kind), form, content)


async def subscribe(context: Context, press: callbacks.Subscribe) -> Said:
    kind, everywhere = _kind(press.kind), bool(press.everywhere)
    await context.services.digests.subscribe(context.actor, kind, wanted=bool(press.wanted))
    return await _card(context, kind, everywhere=everywhere)


async def _card(context: Context, kind: PeriodKind, *, everywhere: bool) -> Reply:
    made = await context.services.digests.of(context.actor, kind, everywhere=everywhere)
    wanted = await context.services.digests.subscriptions(context.actor)
    shelf = context.services.entries.shelf
    return views.digest(context.texts, made, shelf.library.communities, kind, subscribed=kind in wanted)


def _period(context: Context, kind: PeriodKind) -> Period:
    return Period.last(kind, context.services.digests.today())


def _kind(written: str) -> PeriodKind:
    """Read how often.

    Errors: `NotFound` for a period that there is not.
    """
    if written not in set(PeriodKind):
        raise NotFound("digest.no_such_period")
    return PeriodKind(written)
