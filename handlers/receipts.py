"""Check a receipt; object to a void."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.ballots import find_receipt
from bot.domain.errors import NotAllowed
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import receipts as views

RECEIPT, APPEAL = "receipt", "appeal"


async def verify(context: Context, message: Message) -> Reply:
    """Check the receipt that stands behind the command, or ask for one."""
    if context.args:
        return await _verified(context, " ".join(context.args))
    return await _ask(context)


async def check_receipt(context: Context, press: callbacks.CheckReceipt) -> Said:
    return await _ask(context)


async def receipt(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply:
    """Check the receipt that was asked for; one that cannot be read is refused, and can be typed again."""
    said = await _verified(context, message.text or "")
    context.actor = await context.services.flows.close(context.actor)
    return said


async def ask_why(context: Context, press: callbacks.Appeal) -> Said:
    """Ask for the reason. The receipt is not kept meanwhile: it would lead from a person to a ballot."""
    context.actor = await context.services.flows.open(context.actor, APPEAL)
    return views.ask_why(context.texts, press.receipt)


async def appeal(context: Context, message: Message, asked: Mapping[str, Any]) -> Reply:
    """Hand the words to staff; who wrote them stays unknown."""
    found = find_receipt(message.text or "")
    if found is None:
        raise NotAllowed("appeals.needs_receipt")
    verified = await context.services.disputes.verify(context.actor, found[0])
    await context.services.disputes.appeal(context.actor, verified.round.id, verified.receipt, found[1])
    context.actor = await context.services.flows.close(context.actor)
    return views.appealed(context.texts)


async def send_receipts(context: Context, press: callbacks.SendReceipts) -> Said:
    return views.listed(context.texts, press.round, await context.services.counting.receipts(press.round))


async def _verified(context: Context, written: str) -> Reply:
    found = await context.services.disputes.verify(context.actor, written)
    return views.verified(context.texts, found, context.surroundings.public_url)


async def _ask(context: Context) -> Reply:
    if not context.actor.consented:
        return views.how_to_check(context.texts)
    context.actor = await context.services.flows.open(context.actor, RECEIPT)
    return views.ask_for_receipt(context.texts)
