"""What residents press under a broadcast, which stays as it is: what they open comes below it; and what they get."""

from telegram import Message

from bot.domain.broadcasts import BroadcastKind, LeadKind
from bot.domain.feedback import MAX_TEXT, fitting
from bot.domain.messages import Reply
from bot.domain.wording import has_words, size
from bot.transport.context import Context
from handlers import callbacks, entries, rounds
from handlers.feedback import REPLIED
from handlers.reply import Done, Said
from handlers.routing import OnMessage
from handlers.views import broadcasts as views
from handlers.views import feedback as feedback_views


async def open_lead(context: Context, press: callbacks.OpenLead) -> Said:
    await context.services.broadcastreaders.opened(context.actor, press.broadcast)
    if press.kind == LeadKind.ENTRY:
        await _below(context, await entries.card(context, press.target))
    else:
        await _below(context, await rounds.open_round(context, callbacks.OpenRound(press.target)))
    return None


async def mute(context: Context, press: callbacks.MuteBroadcasts) -> Said:
    kind = _kind(press.kind)
    await context.services.broadcastreaders.mute(context.actor, kind, press.broadcast or None)
    await _below(context, views.muted(context.texts, kind, press.broadcast))
    return None


async def unmute(context: Context, press: callbacks.UnmuteBroadcasts) -> Said:
    await context.services.broadcastreaders.unmute(context.actor, _kind(press.kind))
    return views.unmuted(context.texts)


async def stop(context: Context, message: Message) -> Reply:
    return await _kinds(context)


async def open_kinds(context: Context, press: callbacks.OpenBroadcastKinds) -> Said:
    return await _kinds(context)


async def keep(context: Context, press: callbacks.KeepBroadcasts) -> Said:
    """Stop a kind, or all, or get it again, on the card that lists them."""
    readers, kind = context.services.broadcastreaders, _kind(press.kind)
    if press.wanted:
        await readers.unmute(context.actor, kind)
    else:
        await readers.mute(context.actor, kind)
    return await _kinds(context)


def replied(otherwise: OnMessage) -> OnMessage:
    """Count a reply to a broadcast. Nobody at the hromada reads it, so offer beside its answer to send it to them."""

    async def handle(context: Context, message: Message) -> Reply | None:
        to, is_free = message.reply_to_message, context.actor.consented and context.actor.flow is None
        if to is None:
            return await otherwise(context, message)
        key = await context.services.broadcastreaders.replied(context.actor, to.message_id)
        reply, words = await otherwise(context, message), message.text or ""
        if key is None or reply is None or not is_free or not has_words(words) or size(words) > MAX_TEXT:
            return reply
        data = {"text": fitting(words), "message": message.message_id}
        context.actor = await context.services.flows.open(context.actor, REPLIED, **data)
        return feedback_views.with_offer_to_send(context.texts, reply)

    return handle


async def _kinds(context: Context) -> Reply:
    return views.kinds(context.texts, await context.services.broadcastreaders.muted(context.actor))


async def _below(context: Context, said: Said) -> None:
    card = said.card if isinstance(said, Done) else said
    if isinstance(card, Reply):
        await context.outlet.send(context.actor.telegram_id, card)


def _kind(written: str) -> BroadcastKind | None:
    """Read a kind; all of them where it is none."""
    return BroadcastKind(written) if written in set(BroadcastKind) else None
