"""The digest for staff: what people asked, said and chose, and what waits."""

from telegram import Message

from bot.domain.digests import Digest, PeriodKind
from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.reports.digest.forms import DigestForm
from bot.reports.digest.leads import Leads
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import digests as views


async def digest(context: Context, message: Message) -> Reply:
    made = await context.services.digests.of(context.actor, PeriodKind.WEEK, everywhere=False)
    return await _card(context, made, PeriodKind.WEEK)


async def open_digest(context: Context, press: callbacks.OpenDigest) -> Said:
    """Show the card, and its chart below."""
    kind = kind_of(press.kind)
    made = await context.services.digests.of(context.actor, kind, everywhere=bool(press.everywhere))
    png = await context.services.digests.file(context.actor, made, DigestForm.PNG, Leads())
    if png:
        await context.outlet.send(context.actor.telegram_id, views.picture(context.texts, png))
    return await _card(context, made, kind)


async def send_digest(context: Context, press: callbacks.SendDigest) -> Said:
    if press.form not in set(DigestForm):
        raise NotFound("results.no_such_file")
    made = await context.services.digests.of(context.actor, kind_of(press.kind), everywhere=bool(press.everywhere))
    form = DigestForm(press.form)
    leads = Leads(context.surroundings.bot_username)
    content = await context.services.digests.file(context.actor, made, form, leads)
    return views.file(context.texts, made.period, form, content)


async def _card(context: Context, made: Digest, kind: PeriodKind) -> Reply:
    wanted = {one.kind for one in await context.services.subscriptions.of(context.actor)}
    shelf = context.services.entries.shelf
    return views.digest(context.texts, made, shelf.library.communities, kind, subscribed=kind in wanted)


def kind_of(written: str) -> PeriodKind:
    """Read how often.

    Errors: `NotFound` for a period that there is not.
    """
    if written not in set(PeriodKind):
        raise NotFound("digest.no_such_period")
    return PeriodKind(written)
