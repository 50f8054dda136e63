"""Settle a gap: by a goal, in words, by closing or merging it; undo that. Each is checked before it is saved."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotFound
from bot.domain.gaps import MAX_ANSWER, MAX_SOURCE, is_answer
from bot.domain.messages import Reply
from bot.domain.permissions import Action, require
from bot.transport.context import Context
from handlers import callbacks
from handlers.reply import Said
from handlers.views import gaps as views

GOAL, ANSWER, SOURCE, DRAFT = "gap_goal", "gap_answer", "gap_source", "gap_draft"
"""What staff are asked for. A draft waits for a button, so what is written meanwhile is a question."""


async def open_gap(context: Context, press: callbacks.OpenGap) -> Said:
    context.actor = await context.services.flows.close(context.actor)
    return await _card(context, press.gap)


async def check_goal(context: Context, press: callbacks.CheckGoal) -> Said:
    view = await context.services.gaps.view(context.actor, press.gap)
    changes = await context.services.answers.would_change(context.actor, press.gap, press.entry)
    return views.check_goal(context.texts, view, view.shelf.entry(press.entry), changes)


async def answer_by_goal(context: Context, press: callbacks.AnswerByGoal) -> Said:
    n_told = await context.services.answers.by_goal(context.actor, press.gap, press.entry)
    return await _saved(context, press.gap, n_told)


async def find_goal(context: Context, press: callbacks.FindGoal) -> Said:
    await _ask(context, GOAL, press.gap)
    return views.ask_goal(context.texts)


async def goal_named(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Show the goals that staff's words name; the flow stays open for other words."""
    view = await context.services.gaps.view(context.actor, data["gap"], _words(message))
    return views.goals_found(context.texts, view)


async def answer_in_words(context: Context, press: callbacks.AnswerInWords) -> Said:
    view = await context.services.gaps.view(context.actor, press.gap)
    await _ask(context, ANSWER, press.gap)
    return views.ask_answer(context.texts, view)


async def answer_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    words = _words(message)
    if not is_answer(words):
        return views.once_more(context.texts, "gaps.wrong_length", MAX_ANSWER)
    await _ask(context, SOURCE, data["gap"], answer=words)
    return views.ask_source(context.texts, data["gap"])


async def source_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    source = _words(message)
    if len(source) > MAX_SOURCE:
        return views.once_more(context.texts, "gaps.source_too_long", MAX_SOURCE)
    return await _check_words(context, data, source)


async def skip_source(context: Context, press: callbacks.SkipSource) -> Said:
    return await _check_words(context, _draft(context, SOURCE, press.gap), "")


async def save_answer(context: Context, press: callbacks.SaveAnswer) -> Said:
    draft = _draft(context, DRAFT, press.gap)
    n_told = await context.services.answers.in_words(context.actor, press.gap, draft["answer"], draft["source"])
    return await _saved(context, press.gap, n_told)


async def ask_to_close(context: Context, press: callbacks.AskToClose) -> Said:
    return views.ask_to_close(context.texts, await context.services.gaps.view(context.actor, press.gap))


async def close_gap(context: Context, press: callbacks.CloseGap) -> Said:
    n_told = await context.services.answers.close(context.actor, press.gap)
    return await _saved(context, press.gap, n_told)


async def choose_merge(context: Context, press: callbacks.ChooseMerge) -> Said:
    view = await context.services.gaps.view(context.actor, press.gap)
    return views.choose_merge(context.texts, view, await context.services.gaps.similar(context.actor, press.gap))


async def merge_gaps(context: Context, press: callbacks.MergeGaps) -> Said:
    await context.services.gaps.merge(context.actor, press.gap, press.into)
    return await _card(context, press.into, context.texts("gaps.merged"))


async def undo_answer(context: Context, press: callbacks.UndoAnswer) -> Said:
    by = await context.services.answers.undo(context.actor, press.gap)
    return await _card(context, press.gap, views.undone(context.texts, by, context.actor))


async def open_debt(context: Context, press: callbacks.OpenDebt) -> Said:
    shelf = context.services.entries.shelf
    community = shelf.library.communities.get(press.community)
    if community is None:
        raise NotFound("entries.gone")
    return views.debt(context.texts, shelf, community, await context.services.gaps.debt(community.id))


async def _card(context: Context, gap: int, said: str = "") -> Reply:
    view = await context.services.gaps.view(context.actor, gap)
    return views.gap(context.texts, context.actor, view, context.services.clock(), said)


async def _saved(context: Context, gap: int, n_told: int) -> Reply:
    context.actor = await context.services.flows.close(context.actor)
    return await _card(context, gap, views.saved(context.texts, n_told))


async def _ask(context: Context, kind: str, gap: int, **data: Any) -> None:
    require(context.actor, Action.ANSWER_QUESTION)
    context.actor = await context.services.flows.open(context.actor, kind, gap=gap, **data)


async def _check_words(context: Context, data: Mapping[str, Any], source: str) -> Reply:
    """Keep the draft, and show what it would change."""
    gap, answer = data["gap"], data["answer"]
    await _ask(context, DRAFT, gap, answer=answer, source=source)
    view = await context.services.gaps.view(context.actor, gap)
    changes = await context.services.answers.would_change(context.actor, gap, None)
    return views.check_words(context.texts, view, answer, source, changes)


def _draft(context: Context, kind: str, gap: int) -> Mapping[str, Any]:
    """What staff wrote for this gap before they pressed.

    Errors: `NotFound` when it is no longer kept.
    """
    flow = context.actor.flow
    if flow is None or flow.kind != kind or flow.data["gap"] != gap:
        raise NotFound("gaps.draft_gone")
    return flow.data


def _words(message: Message) -> str:
    return (message.text or message.caption or "").strip()
