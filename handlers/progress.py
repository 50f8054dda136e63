"""Report how a goal stands: each thing by its button, then what residents will read, then save."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.messages import Reply, Toast
from bot.domain.permissions import Action, may, require
from bot.domain.progress import FIELDS, Status, sound
from bot.services.progress import Standing
from bot.texts.reading.moments import read_day
from bot.texts.reading.money import read_money
from bot.transport.context import Context
from handlers import callbacks
from handlers import entries as goals
from handlers.errors import alert
from handlers.flows import words_of
from handlers.reply import Done, Said
from handlers.views import progress as views

DRAFT, FIELD = "report_draft", "report_field"
"""A draft waits for a button, so what is written meanwhile is a question; for a field, words answer."""


async def open_report(context: Context, press: callbacks.OpenReport) -> Said:
    return await _draft(context, press.entry, _said(context, press.entry) or {})


async def ask_of_goal(context: Context, press: callbacks.AskOfGoal) -> Said:
    require(context.actor, Action.REPORT_PROGRESS)
    if press.field not in FIELDS:
        raise NotFound("progress.gone")
    await _keep(context, FIELD, press.entry, _said(context, press.entry) or {}, field=press.field)
    return views.ask(context.texts, press.entry, press.field)


async def say_of_goal(context: Context, press: callbacks.SayOfGoal) -> Said:
    if press.field == "status" and press.choice in set(Status):
        value: Any = Status(press.choice)
    elif press.field in views.CAN_BE_CLEARED and press.choice == views.NONE:
        value = "" if press.field == "responsible" else None
    else:
        raise NotFound("progress.gone")
    said = _said(context, press.entry) or {}
    return await _draft(context, press.entry, {**said, press.field: value})


async def field_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Take an answer; one that cannot be read is asked for again, and nothing is lost."""
    name, said = data["field"], _read(data["said"])
    try:
        value = sound(name, _written(context, name, words_of(message)))
    except NotAllowed as error:
        return views.ask_again(context.texts, data["entry"], name, alert(context.texts, error).text)
    return await _draft(context, data["entry"], {**said, name: value})


async def save_report(context: Context, press: callbacks.SaveReport) -> Said:
    said = _said(context, press.entry)
    if said is None:
        raise NotFound("progress.draft_gone")
    if not await context.services.progress.report(context.actor, [(press.entry, said)]):
        raise NotAllowed("progress.nothing_new")
    context.actor = await context.services.flows.close(context.actor)
    return Done(await goals.card(context, press.entry), Toast(context.texts.plain("progress.saved"), alert=True))


async def open_history(context: Context, press: callbacks.OpenHistory) -> Said:
    found = await context.services.progress.history(press.entry)
    for_staff = not context.in_group and may(context.actor.role, Action.REPORT_PROGRESS)
    return views.history(context.texts, press.entry, found, press.page, for_staff=for_staff)


async def open_overdue(context: Context, press: callbacks.OpenOverdue) -> Said:
    shelf = context.services.entries.shelf
    community = shelf.library.communities.get(press.community)
    if community is None:
        raise NotFound("entries.gone")
    late = await context.services.progress.overdue(community.id)
    return views.overdue(context.texts, shelf, community, late, press.page)


async def _draft(context: Context, entry: int, said: Mapping[str, Any]) -> Reply:
    """Keep what was said so far and show what it comes to; what repeats the ledger is left out."""
    progress = context.services.progress
    ledger, is_new = await progress.preview(context.actor, entry, said)
    said = said if is_new else {}
    await _keep(context, DRAFT, entry, said)
    shelf = context.services.entries.shelf
    return views.draft(context.texts, shelf, entry, Standing(ledger, progress.today), said)


async def _keep(context: Context, kind: str, entry: int, said: Mapping[str, Any], **data: Any) -> None:
    written = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    context.actor = await context.services.flows.open(context.actor, kind, entry=entry, said=written, **data)


def _said(context: Context, entry: int) -> Mapping[str, Any] | None:
    """What staff have said of this goal and not saved yet; None when nothing is kept."""
    flow = context.actor.flow
    if flow is None or flow.kind not in (DRAFT, FIELD) or flow.data["entry"] != entry:
        return None
    return _read(flow.data["said"])


def _read(written: Mapping[str, Any]) -> dict[str, Any]:
    """Read what was kept as JSON."""
    said = dict(written)
    if said.get("due_on"):
        said["due_on"] = date.fromisoformat(said["due_on"])
    if "status" in said:
        said["status"] = Status(said["status"])
    return said


def _written(context: Context, name: str, words: str) -> Any:
    """Read what was written for a field.

    Errors: `NotAllowed` says how to write it.
    """
    match name:
        case "status":
            raise NotAllowed("progress.press_a_button")
        case "due_on":
            return read_day(words, context.services.clock(), context.texts.formats.timezone)
        case "planned_kop" | "spent_kop":
            return read_money(words)
        case _:
            return words
