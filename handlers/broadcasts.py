"""What residents press under a broadcast, which stays as it is: what they open comes below it; and what they get."""

from telegram import Message

from bot.domain.broadcasts import BroadcastKind, LeadKind
from bot.domain.messages import Reply
from bot.transport.context import Context
from handlers import callbacks, entries, rounds
from handlers.reply import Done, Said
from handlers.views import broadcasts as views


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


async def _kinds(context: Context) -> Reply:
    return views.kinds(context.texts, await context.services.broadcastreaders.muted(context.actor))


async def _below(context: Context, said: Said) -> None:
    card = said.card if isinstance(said, Done) else said
    if isinstance(card, Reply):
        await context.outlet.send(context.actor.telegram_id, card)


def _kind(written: str) -> BroadcastKind | None:
    """Read a kind; all of them where it is none."""
    return BroadcastKind(written) if written in set(BroadcastKind) else None
