"""Broadcasts for those who send them: lists, the card, the time, every deed, the switch that stops everything."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from telegram import Message

from bot.domain.broadcasts import Broadcast, BroadcastKind, BroadcastState, Deed
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.messages import Reply, Toast
from bot.domain.notices import NoticeState
from bot.domain.people import Locale
from bot.domain.time import happens_twice
from bot.reports.broadcasts import aim_of
from bot.services.broadcastdeeds import carry_out
from bot.services.broadcasts import N_LISTED
from bot.texts.reading.moments import read_moment
from bot.transport.context import Context
from handlers.callbacks import broadcastdesk as callbacks
from handlers.errors import alert
from handlers.flows import words_of
from handlers.reply import Done, Live, Said
from handlers.views import broadcastdesk as views
from handlers.views import broadcastlists as list_views
from handlers.views.broadcasts import message as as_it_arrives

WHEN = "broadcast_when"

FROZEN = frozenset(BroadcastState) - {BroadcastState.DRAFT, BroadcastState.WAITING}
"""Of these the audience is known; of the others it is reckoned anew each time."""

ASKED = frozenset({Deed.SUBMIT, Deed.APPROVE, Deed.STOP, Deed.UNDO, Deed.DROP})
"""What is asked once more before it is done."""

HOUR = timedelta(hours=1)


async def broadcast(context: Context, message: Message) -> Reply:
    return await _list(context, "", 0)


async def open_broadcasts(context: Context, press: callbacks.OpenBroadcasts) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _list(context, press.which if press.which in list_views.LISTS else "", press.page)


async def open_broadcast(context: Context, press: callbacks.OpenBroadcast) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _live(context, press.broadcast)


async def set_kind(context: Context, press: callbacks.SetBroadcastKind) -> Said:
    if press.kind not in set(BroadcastKind):
        await context.services.broadcasts.view(context.actor, press.broadcast)
        return list_views.kinds(context.texts, press.broadcast)
    await context.services.broadcasts.change(context.actor, press.broadcast, kind=BroadcastKind(press.kind))
    return await card(context, press.broadcast)


async def set_emergency(context: Context, press: callbacks.SetEmergency) -> Said:
    await context.services.broadcasts.change(context.actor, press.broadcast, is_emergency=bool(press.wanted))
    return await card(context, press.broadcast)


async def schedule(context: Context, press: callbacks.ScheduleBroadcast) -> Said:
    found = await context.services.broadcasts.view(context.actor, press.broadcast)
    context.actor = await context.services.flows.open(context.actor, WHEN, broadcast=found.id)
    return list_views.ask_when(context.texts, found)


async def moment_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Set when it begins; where clocks show that hour twice, ask which."""
    zone, now = context.texts.formats.timezone, context.services.clock()
    due_at = read_moment(words_of(message), now, zone)
    if happens_twice(due_at, zone):
        return list_views.ask_which_hour(context.texts, data["broadcast"], [due_at - HOUR, due_at], now)
    return await _set_due(context, data["broadcast"], due_at)


async def set_due(context: Context, press: callbacks.SetDue) -> Said:
    if press.until > datetime.max.replace(tzinfo=UTC).timestamp():
        raise NotAllowed("broadcasts.too_far")
    return await _set_due(context, press.broadcast, datetime.fromtimestamp(press.until, UTC) if press.until else None)


async def preview(context: Context, press: callbacks.PreviewBroadcast) -> Said:
    """Send it to whoever asks, exactly as it will arrive, in each language; the card follows below."""
    found = await context.services.broadcasts.view(context.actor, press.broadcast)
    if not found.contents:
        raise NotAllowed("broadcasts.no_words")
    said: str = context.texts("broadcasts.seen_as_it_arrives")
    for locale in (one for one in Locale if one in found.contents):
        shown = as_it_arrives(context.surroundings.languages[locale], found)
        send = partial(context.outlet.deliver, context.actor.telegram_id)
        sent = await context.services.broadcastfiles.deliver(shown, send)
        if sent.state is NoticeState.REFUSED:
            said = context.texts("broadcasts.refused_now", said=sent.reason)
        elif sent.state is not NoticeState.SENT:
            said = context.texts("broadcasts.not_previewed")
    await context.outlet.send(context.actor.telegram_id, await card(context, found.id, said))
    return None


async def act(context: Context, press: callbacks.ActOnBroadcast) -> Said:
    """Do it, or ask whether it is meant; whoever is too late sees how it stands."""
    if press.deed not in set(Deed):
        return await card(context, press.broadcast)
    deed = Deed(press.deed)
    if deed in ASKED and not press.sure:
        return views.ask_sure(context.texts, await _shown(context, press.broadcast), deed)
    try:
        return await _do(context, press.broadcast, deed, press.since)
    except NotAllowed as error:
        if error.key == "errors.not_allowed":
            raise
        return Done(await card(context, press.broadcast), alert(context.texts, error))


async def copy(context: Context, press: callbacks.CopyBroadcast) -> Said:
    desk = context.services.broadcasts
    new = await (desk.correct if press.own else desk.copy)(context.actor, press.broadcast)
    said = "broadcasts.correction_begun" if press.own else "broadcasts.copied"
    return await card(context, new, context.texts(said, number=press.broadcast))


async def open_trail(context: Context, press: callbacks.OpenBroadcastTrail) -> Said:
    acts = await context.services.broadcasts.trail(context.actor, press.broadcast)
    return list_views.trail(context.texts, press.broadcast, acts, context.actor.id)


async def stop_everything(context: Context, press: callbacks.StopEverything) -> Said:
    if not press.sure:
        return list_views.ask_to_stop_everything(context.texts)
    await context.services.broadcastruns.kill(context.actor)
    return await _list(context, "", 0)


async def go_on_with_everything(context: Context, press: callbacks.GoOnWithEverything) -> Said:
    await context.services.broadcastruns.revive(context.actor)
    return await _list(context, "", 0)


async def card(context: Context, key: int, said: str = "") -> Reply:
    return views.card(context.texts, context.actor, await _shown(context, key), said)


async def _live(context: Context, key: int, said: str = "") -> Reply | Live:
    """Show the card, which changes by itself while the broadcast is on its way, for who may still look."""

    async def again() -> tuple[Reply, bool]:
        context.actor = await context.services.people.recognise(context.actor.telegram_id, context.actor.locale)
        shown = await _shown(context, key)
        return views.card(context.texts, context.actor, shown), views.is_moving(shown)

    shown = await _shown(context, key)
    card = views.card(context.texts, context.actor, shown, said)
    return Live(card, again) if views.is_moving(shown) else card


async def lines_of(context: Context, key: int) -> list[str]:
    """Say for whom a draft is and whom it would reach."""
    shown = await _shown(context, key)
    return [shown.aim, "\n".join(views.numbers(context.texts, shown))]


async def _shown(context: Context, key: int) -> views.Shown:
    desk, actor = context.services.broadcasts, context.actor
    progress = await context.services.broadcastruns.progress(actor, key)
    found = progress.broadcast
    titles = await _titles(context, found)
    shelf = context.services.entries.shelf
    aim = aim_of(context.texts, found.audience, shelf.library.communities, shelf.by_id.get, titles)
    others = await desk.listed(actor, {BroadcastState.SENDING})
    before = sorted(one.id for one in others if one.id != key and one.is_emergency >= found.is_emergency)
    now = context.services.clock()
    shown = views.Shown(found, aim, progress, now, before=before)
    if found.state in FROZEN:
        return shown
    try:
        return replace(shown, estimate=await desk.estimate(actor, key))
    except DomainError as error:
        return replace(shown, refusal=error.key, refusal_params=error.params)


async def _titles(context: Context, found: Broadcast) -> Mapping[int, str]:
    vote = found.audience.vote
    if vote is None:
        return {}
    return {vote.round: (await context.services.rounds.view(context.actor, vote.round)).round.title}


async def _set_due(context: Context, key: int, due_at: datetime | None) -> Reply:
    await context.services.broadcasts.schedule(context.actor, key, due_at)
    context.actor = await context.services.flows.close(context.actor)
    return await card(context, key, context.texts("broadcasts.done_schedule"))


async def _do(context: Context, key: int, deed: Deed, stamp: int) -> Said:
    services = context.services
    done = await carry_out(services.broadcasts, services.broadcastruns, context.actor, key, deed, stamp)
    said = context.texts(f"broadcasts.done_{done}")
    if deed is Deed.DROP:
        return Done(await _list(context, "drafts", 0), Toast(said))
    return await _live(context, key, said)


async def _list(context: Context, which: str, page: int) -> Reply:
    found = await context.services.broadcasts.listed(context.actor, list_views.LISTS[which], page)
    is_more, is_killed = len(found) > N_LISTED, await context.services.broadcastruns.is_killed()
    return list_views.listed(
        context.texts, context.actor, which, found[:N_LISTED], page, is_more=is_more, is_killed=is_killed
    )
