"""Look into doubtful ballots: two of the staff decide, each step is kept, nobody sees a choice."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.ballots import read_receipt
from bot.domain.errors import NotFound
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import disputes as views

RECEIPT = "void_receipt"


async def open_disputes(context: Context, press: callbacks.OpenDisputes) -> Said:
    return await _disputes(context, press.round)


async def ask_receipt(context: Context, press: callbacks.AskReceipt) -> Said:
    await context.services.disputes.of(context.actor, press.round)
    context.actor = await context.services.flows.open(context.actor, RECEIPT, round=press.round)
    return views.ask_receipt(context.texts, press.round)


async def receipt_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    read = read_receipt(words_of(message))
    if read is None:
        raise NotFound("receipts.unreadable")
    context.actor = await context.services.flows.close(context.actor)
    body, version = read
    return views.ask_reason(context.texts, data["round"], receipt=f"{body}-{version}")


async def void_receipt(context: Context, press: callbacks.VoidReceipt) -> Said:
    number = await context.services.disputes.propose(context.actor, press.round, press.reason, receipt=press.receipt)
    return await _disputes(context, press.round, context.texts("disputes.proposed", number=number))


async def void_invitation(context: Context, press: callbacks.VoidInvitation) -> Said:
    if not press.reason:
        await context.services.disputes.of(context.actor, press.round)
        return views.ask_reason(context.texts, press.round, via=press.via)
    number = await context.services.disputes.propose(context.actor, press.round, press.reason, via=press.via)
    return await _disputes(context, press.round, context.texts("disputes.proposed", number=number))


async def decide_void(context: Context, press: callbacks.DecideVoid) -> Said:
    n_void = await context.services.disputes.decide(context.actor, press.void, granted=bool(press.value))
    note = context.texts("disputes.now_void", n=n_void) if press.value else context.texts("disputes.now_rejected")
    return await _disputes(context, press.round, note)


async def decide_appeal(context: Context, press: callbacks.DecideAppeal) -> Said:
    granted = bool(press.value)
    await context.services.disputes.decide_appeal(context.actor, press.round, press.receipt, granted=granted)
    key = "disputes.now_restored" if granted else "disputes.now_stays"
    return await _disputes(context, press.round, context.texts(key))


async def _disputes(context: Context, key: int, note: str = "") -> Reply:
    context.actor = await context.services.flows.close(context.actor)
    shown = await context.services.disputes.of(context.actor, key)
    return views.disputes(context.texts, shown, context.actor.id, note)
