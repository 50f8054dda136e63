"""Vote: open the sheet, tap, take back. Every tap is counted before its card changes."""

from bot.domain.errors import NotAllowed
from bot.domain.messages import Reply, Toast
from bot.domain.rounds import Phase
from bot.services.ballots import Paper
from bot.transport.context import Context
from handlers import callbacks
from handlers.callbacks import READ, MyShare, unpack
from handlers.consent import ask_consent
from handlers.errors import alert
from handlers.reply import Done, Said
from handlers.views import ballots as views
from handlers.views import trust as trust_views


async def open_ballot(context: Context, press: callbacks.OpenBallot) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    paper = await context.services.ballots.open(context.actor, press.round)
    if press.mode == READ:
        return views.sheet(context.texts, paper, press.page, press.topic, press.mode)
    return shown(context, paper, press)


async def choose(context: Context, press: callbacks.Choose) -> Said:
    """Carry out a tap; what is refused is said over the card, with the next step on it where there is one."""
    if not context.actor.consented:
        return await _consent_first(context, press.round)
    try:
        paper = await context.services.ballots.choose(context.actor, press.round, press.option, press.value)
    except NotAllowed as error:
        return await _refused(context, press, error)
    toast = Toast(views.saved(context.texts, paper, paper.sheet.by_id[press.option]))
    return Done(views.sheet(context.texts, paper, press.page, press.topic, press.mode), toast)


async def withdraw(context: Context, press: callbacks.Withdraw) -> Said:
    """Ask first, then take the whole ballot back."""
    paper = await context.services.ballots.open(context.actor, press.round)
    if paper.phase is not Phase.OPEN or not paper.choices:
        return shown(context, paper)
    if not press.sure:
        return views.ask_to_withdraw(context.texts, paper)
    paper = await context.services.ballots.withdraw(context.actor, press.round)
    return Done(views.sheet(context.texts, paper), Toast(context.texts.plain("ballots.saved_nothing")))


def shown(context: Context, paper: Paper, at: callbacks.OpenBallot | callbacks.Choose | None = None) -> Reply:
    """Show what comes next on the way to a vote: the district, the sheet, or that it is over."""
    if paper.phase not in (Phase.ANNOUNCED, Phase.OPEN):
        return views.closed(context.texts, paper, _share_on_card(context, paper))
    if paper.phase is Phase.OPEN and paper.needs_district and not paper.needs_trust and context.actor.consented:
        return trust_views.districts(context.texts, paper, 0)
    if at is None:
        return views.sheet(context.texts, paper)
    return views.sheet(context.texts, paper, at.page, at.topic, at.mode)


def _share_on_card(context: Context, paper: Paper) -> MyShare | None:
    """Find on the pressed card what its voter chose: after the close nobody else knows."""
    carried = (unpack(data) for data in context.card_data)
    return next((one for one in carried if isinstance(one, MyShare) and one.round == paper.round.id), None)


async def _refused(context: Context, press: callbacks.Choose, error: NotAllowed) -> Said:
    """Say why; the card then shows what the person can do about it, or that it is over."""
    paper = await context.services.ballots.open(context.actor, press.round)
    said = alert(context.texts, error)
    return Done(shown(context, paper, press), said)


async def _consent_first(context: Context, key: int) -> Said:
    toast = Toast(context.texts.plain("ballots.consent_first"))
    return Done(await ask_consent(context, f"r{key}"), toast)
