"""What staff write about feedback: an answer, a question, a deadline, a goal, the number of a duplicate."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import Turn, fitting
from bot.domain.messages import Reply
from bot.domain.permissions import Action, require
from bot.services.feedbackdesk import DeskView
from bot.texts.reading.moments import read_day
from bot.transport.context import Context
from handlers import callbacks, feedbackdesk
from handlers.flows import words_of
from handlers.reply import Said
from handlers.views import feedbackacts as views
from handlers.views.feedbackacts import ANSWER, ASK

WORDS, DRAFT = "desk_words", "desk_draft"
DAY, GOAL, DUPLICATE = "desk_day", "desk_goal", "desk_duplicate"
"""What staff are asked for. A draft waits for a button, so what is written meanwhile is a question."""

N_GOALS = 5


async def answer(context: Context, press: callbacks.AnswerFeedback) -> Said:
    return await _ask_words(context, press.feedback, ANSWER)


async def ask_back(context: Context, press: callbacks.AskBack) -> Said:
    return await _ask_words(context, press.feedback, ASK)


async def words_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    view = await _view(context, data["feedback"])
    try:
        words = fitting(message.text or message.caption or "")
    except NotAllowed:
        return views.words_wanted(context.texts)
    return await _check(context, view, data, words)


async def send_words(context: Context, press: callbacks.SendWords) -> Said:
    """Send a draft; what was said while it was written is read first."""
    flow, desk = context.actor.flow, context.services.feedbackdesk
    if flow is None or flow.kind != DRAFT or flow.data["feedback"] != press.feedback:
        raise NotFound("gaps.draft_gone")
    how, words, n_turns = flow.data["how"], flow.data["words"], flow.data["n_turns"]
    act = desk.answer if how == ANSWER else desk.ask_back
    try:
        await act(context.actor, press.feedback, words, n_turns)
    except NotAllowed as error:
        if error.key != "feedback.said_meanwhile":
            raise
        return await _check(context, await _view(context, press.feedback), flow.data, words)
    is_told = (await _view(context, press.feedback)).n_told
    said = context.texts("feedbackdesk.sent_words" if is_told else "feedbackdesk.saved")
    return await feedbackdesk.show(context, press.feedback, said)


async def choose_deadline(context: Context, press: callbacks.ChooseDeadline) -> Said:
    view = await _wait_for(context, DAY, press.feedback)
    return views.choose_deadline(context.texts, view)


async def day_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    desk = context.services.feedbackdesk
    day = read_day(words_of(message), context.services.clock(), context.texts.formats.timezone)
    await desk.set_deadline(context.actor, data["feedback"], day)
    return await feedbackdesk.show(context, data["feedback"], context.texts("feedbackdesk.saved"))


async def choose_goal(context: Context, press: callbacks.ChooseGoal) -> Said:
    view = await _wait_for(context, GOAL, press.feedback)
    return await _goals(context, view, view.feedback.text)


async def goal_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Show the goals that staff's words name; the flow stays open for other words."""
    return await _goals(context, await _view(context, data["feedback"]), words_of(message))


async def choose_duplicate(context: Context, press: callbacks.ChooseDuplicate) -> Said:
    view = await _wait_for(context, DUPLICATE, press.feedback)
    others = await context.services.feedbackdesk.similar(context.actor, press.feedback)
    return views.choose_duplicate(context.texts, view, others)


async def duplicate_written(context: Context, message: Message, data: Mapping[str, Any]) -> Reply:
    """Read the number of another piece of feedback, and show both."""
    digits = "".join(words_of(message).split()).removeprefix("№")
    if not (digits.isascii() and digits.isdecimal()) or int(digits) >= callbacks.MAX_NUMBER:
        raise NotAllowed("feedbackdesk.number_wanted")
    view = await _view(context, data["feedback"])
    return views.check_merge(context.texts, view, await _view(context, int(digits)))


async def _ask_words(context: Context, key: int, how: str) -> Reply:
    view = await _view(context, key)
    await _wait_for(context, WORDS, key, how=how, n_turns=len(view.turns))
    return views.ask_words(context.texts, view, how)


async def _wait_for(context: Context, kind: str, key: int, **data: Any) -> DeskView:
    """Open a question; what was asked before is dropped."""
    require(context.actor, Action.REPLY)
    view = await _view(context, key)
    context.actor = await context.services.flows.open(context.actor, kind, feedback=key, **data)
    return view


async def _check(context: Context, view: DeskView, data: Mapping[str, Any], words: str) -> Reply:
    """Keep the draft, and show it as its reader will see it, after whatever was said meanwhile."""
    new: list[Turn] = list(view.turns[data["n_turns"] :])
    kept = {"how": data["how"], "words": words, "n_turns": len(view.turns)}
    await _wait_for(context, DRAFT, view.feedback.id, **kept)
    return views.check_words(context.texts, view, data["how"], words, new)


async def _goals(context: Context, view: DeskView, words: str) -> Reply:
    shelf = context.services.entries.shelf
    hits = await shelf.nearest(words, view.feedback.community, N_GOALS) if words else []
    return views.choose_goal(context.texts, shelf, view, hits)


async def _view(context: Context, key: int) -> DeskView:
    return await context.services.feedbackdesk.view(context.actor, key)
