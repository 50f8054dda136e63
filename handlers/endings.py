"""Extend, cancel or annul a round. Until the last «yes» all stands in the open question and nothing has happened."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed
from bot.domain.messages import Reply
from bot.domain.rounds import EndingKind
from bot.domain.wording import fitting
from bot.texts.reading.moments import read_moment
from bot.transport.context import Context
from handlers import callbacks, desk
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import endings as views

WHEN, WHY, SURE = "extend_until", "end_why", "end_sure"

EXTENDED = "extended"
WAYS = frozenset({EXTENDED, *(kind.value for kind in EndingKind)})


async def ask_to_end(context: Context, press: callbacks.AskToEnd) -> Said:
    shown = await desk.managed(context, press.round)
    if press.how not in WAYS:
        return await desk.card(context, press.round)
    if press.how == EXTENDED:
        if shown.round.closes_at is None:
            raise NotAllowed("rounds.needs_times")
        context.actor = await context.services.flows.open(context.actor, WHEN, round=press.round)
        return views.ask_when(context.texts, shown.round, shown.view.now)
    return await _ask_why(context, press.round, press.how, None)


async def extend_by(context: Context, press: callbacks.ExtendBy) -> Said:
    shown = await desk.managed(context, press.round)
    if shown.round.closes_at is None or press.hours not in views.HOURS:
        return await desk.card(context, press.round)
    return await _ask_why(context, press.round, EXTENDED, shown.round.closes_at + timedelta(hours=press.hours))


async def moment_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    shown = await desk.managed(context, data["round"])
    closes_at = read_moment(words_of(message), shown.view.now, context.texts.formats.timezone)
    if shown.round.closes_at is None or closes_at <= shown.round.closes_at:
        raise NotAllowed("rounds.not_later")
    return await _ask_why(context, data["round"], EXTENDED, closes_at)


async def reason_given(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Take the reason, or a better one, and ask once more."""
    shown = await desk.managed(context, data["round"])
    reason = fitting("reason", words_of(message))
    context.actor = await context.services.flows.open(context.actor, SURE, **{**data, "reason": reason})
    return views.ask_sure(context.texts, shown.round, data["how"], reason, _closes_at(data), shown.view.now)


async def end(context: Context, press: callbacks.EndRound) -> Said:
    """Do it, if this is the question that was asked last."""
    flow = context.actor.flow
    if flow is None or flow.kind != SURE or (flow.data["round"], flow.data["how"]) != (press.round, press.how):
        return await desk.card(context, press.round)
    rounds, reason, closes_at = context.services.rounds, flow.data["reason"], _closes_at(flow.data)
    if closes_at is not None:
        await rounds.extend(context.actor, press.round, closes_at, reason)
    else:
        await rounds.end(context.actor, press.round, EndingKind(press.how), reason)
    return await desk.card(context, press.round, context.texts.plain(f"endings.done_{press.how}"))


async def _ask_why(context: Context, key: int, how: str, closes_at: datetime | None) -> Reply:
    shown = await desk.managed(context, key)
    data = {"round": key, "how": how, "closes_at": closes_at.isoformat() if closes_at else None}
    context.actor = await context.services.flows.open(context.actor, WHY, **data)
    return views.ask_why(context.texts, shown.round, how)


def _closes_at(data: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(data["closes_at"]) if data["closes_at"] else None
