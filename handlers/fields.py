"""Set the conditions of a round, by buttons or in words."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.messages import Reply
from bot.domain.rounds import BallotKind, Round, Trust
from bot.domain.tally import Rule
from bot.reports.fields import DECLARATIONS, relevant, said
from bot.texts import Texts
from bot.texts.reading.conditions import read_condition, read_number
from bot.transport.context import Context
from handlers import callbacks, desk
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import fields as views

KIND = "condition"

MORNING = time(9)

CHOICES: dict[str, type[BallotKind | Rule | Trust]] = {"ballot": BallotKind, "rule": Rule, "least_trust": Trust}

USUAL_LIMIT = {BallotKind.APPROVAL: 3, BallotKind.POINTS: 10, BallotKind.RANKING: 5}
"""What a limit becomes with another kind of ballot: three choices are not three points."""


async def edit(context: Context, press: callbacks.EditField) -> Said:
    """Ask for a condition, and wait for words where words can answer."""
    shown = await desk.managed(context, press.round)
    if press.field not in relevant(shown.round):
        return await desk.card(context, press.round)
    context.actor = await context.services.flows.open(context.actor, KIND, round=press.round, field=press.field)
    return views.ask(context.texts, shown.view, press.field)


async def choose(context: Context, press: callbacks.SetField) -> Said:
    shown = await desk.managed(context, press.round)
    if press.field not in relevant(shown.round):
        return await desk.card(context, press.round)
    zone = context.texts.formats.timezone
    value = _chosen(context.texts, shown.round, press.field, press.choice, shown.view.now.astimezone(zone))
    return await _set(context, press.round, press.field, value)


async def answer(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    key, field = data["round"], data["field"]
    now = (await desk.managed(context, key)).view.now
    value = read_condition(field, words_of(message), now, context.texts.formats.timezone)
    return await _set(context, key, field, value)


async def _set(context: Context, key: int, field: str, value: Any) -> Reply:
    more = {"limit": USUAL_LIMIT[value]} if value in USUAL_LIMIT else {}
    await context.services.rounds.change(context.actor, key, **{field: value}, **more)
    shown = await desk.managed(context, key)
    name = context.texts.plain(f"fields.{field}")
    return await desk.card(context, key, f"{name}: {said(context.texts, shown.round, field, shown.view.now)}")


def _chosen(texts: Texts, round_: Round, field: str, choice: str, here: datetime) -> Any:
    """Read what a button of `handlers/views/fields.py` says. `here` is now, in the hromada's time."""
    if choice == "none" and field in views.CAN_BE_NONE:
        return {"declaration": "", "districts": ()}.get(field)
    try:
        if field in CHOICES:
            return CHOICES[field][choice.upper()]
        if field == "declaration":
            return {one: texts.plain(f"fields.declaration_{one}") for one in DECLARATIONS}[choice]
        if field == "opens_at":
            return {"now": here, "tomorrow": _morning(here, 1), "monday": _morning(here, 8 - here.isoweekday())}[choice]
    except KeyError as error:
        raise NotFound("rounds.gone") from error
    number = read_number(choice)
    if field in ("limit", "n_winners"):
        return number
    return _days_after(_beginning(round_, field, here), number, here)


def _beginning(round_: Round, field: str, here: datetime) -> datetime:
    """From when days are counted: closing from the opening, results from the closing."""
    if field == "closes_at":
        return round_.opens_at or here
    if field == "results_at" and round_.closes_at:
        return round_.closes_at
    raise NotAllowed("rounds.needs_times")


def _morning(here: datetime, n_days: int) -> datetime:
    return datetime.combine(here.date() + timedelta(days=n_days), MORNING, tzinfo=here.tzinfo)


def _days_after(moment: datetime, n_days: int, here: datetime) -> datetime:
    """The same hour of the day, whatever clocks do meanwhile."""
    return moment.astimezone(here.tzinfo) + timedelta(days=n_days)
