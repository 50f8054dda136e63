"""What came of a round, for everybody."""

from bot.domain.errors import NotFound
from bot.reports.files import Form
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import results as views


async def open_results(context: Context, press: callbacks.OpenResults) -> Said:
    """Show the card, and in a private chat its picture below."""
    view = await context.services.rounds.view(context.actor, press.round)
    if view.round.ending is not None:
        return views.ended(context.texts, view.round, view.now)
    published = await context.services.counting.results(press.round)
    if not context.in_group:
        png = await context.services.reports.picture(published, context.actor.locale)
        if png is not None:
            await context.outlet.send(context.actor.telegram_id, views.picture(context.texts, published, png))
    return views.results(context.texts, published, context.surroundings.public_url)


async def send_file(context: Context, press: callbacks.SendFile) -> Said:
    if press.form not in set(Form):
        raise NotFound("results.no_such_file")
    form = Form(press.form)
    published, content = await context.services.reports.file(press.round, form, context.actor.locale)
    return views.file(context.texts, published, form, content)


async def my_share(context: Context, press: callbacks.MyShare) -> Said:
    """Reckon from the pressed card what nobody else knows any more."""
    published = await context.services.counting.results(press.round)
    choices = callbacks.read(published.sheet, press.choices)
    if choices is None:
        raise NotFound("ballots.not_a_choice")
    return views.my_share(context.texts, published, choices)
