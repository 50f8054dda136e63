"""What staff do with one piece of feedback."""

from starlette.responses import Response

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.feedback import fitting
from bot.domain.notices import Notice, NoticeKind
from bot.domain.permissions import Action, require
from bot.reports.feedback import topic_of
from bot.reports.told import told
from bot.web.desk.pages.feedbackcard import about, card, choose_merge
from bot.web.desk.visit import Undo, Visit

KINDS = {"answer": NoticeKind.FEEDBACK_ANSWERED, "ask": NoticeKind.FEEDBACK_ASKED}
"""What the words that staff write are."""


async def words(visit: Visit) -> Response:
    """Show words as their reader will see them, then send them; what was said meanwhile is read first."""
    desk, step, n_turns = visit.services.feedbackdesk, visit.written("step"), visit.number("n_turns") or 0
    how = visit.written("how") if visit.written("how") in KINDS else "answer"
    if step == "write":
        return await card(visit)
    try:
        require(visit.actor, Action.REPLY)
        text = fitting(visit.written(how))
        if step == "send":
            await (desk.answer if how == "answer" else desk.ask_back)(visit.actor, visit.key, text, n_turns)
            is_told = (await desk.view(visit.actor, visit.key)).n_told
            return visit.done(_here(visit), "feedbackdesk.sent_words" if is_told else "feedbackdesk.saved")
    except NotAllowed as error:
        if error.key != "feedback.said_meanwhile":
            return await card(visit, error)
    view = await desk.view(visit.actor, visit.key)
    params = {"feedback": visit.key, "about": view.feedback.text, "text": text}
    return visit.show(
        "feedback_words.html",
        **about(visit, view),
        how=how,
        words=text,
        new=view.turns[n_turns:],
        n_told=1 if how == "ask" else view.n_told,
        preview=told(visit.texts, Notice(0, "", KINDS[how], params, view.now)),
    )


async def assign(visit: Visit) -> Response:
    """Give it to a colleague, or take it; what is taken can be given back by one button."""
    colleague, desk = visit.number("colleague"), visit.services.feedbackdesk
    if colleague is None:
        return await card(visit, NotFound("feedback.no_such_colleague"))
    try:
        await desk.assign(visit.actor, visit.key, colleague, visit.number("previous"))
    except (NotAllowed, NotFound) as error:
        return await card(visit, error)
    if colleague != visit.actor.id:
        return visit.done(_here(visit), "feedbackdesk.assigned")
    return visit.done(_here(visit), "feedbackdesk.taken", _undo(visit, "give-back"))


async def set_deadline(visit: Visit) -> Response:
    """Set a day, or none; the one before can be put back by one button."""
    written, day = visit.written("due_on"), visit.day("due_on")
    if written and day is None:
        return await card(visit, NotAllowed("web.choose_day"))
    try:
        before = await visit.services.feedbackdesk.set_deadline(visit.actor, visit.key, day)
    except NotAllowed as error:
        return await card(visit, error)
    was = f"{visit.key} {before.isoformat() if before else ''}"
    undo = Undo("/desk/feedback/deadline/undo", {"was": [was], "back": [_here(visit)]})
    if day is None:
        return visit.done(_here(visit), "web.feedback_no_due", undo)
    return visit.done(_here(visit), "web.feedback_due_one", undo, day=visit.texts.formats.day(day))


async def set_topic(visit: Visit) -> Response:
    """Say what it is about, or that it is about nothing in the list; the one before can be put back."""
    topic = visit.written("topic") or None
    try:
        before = await visit.services.feedbackdesk.set_topic(visit.actor, visit.key, topic)
    except (NotAllowed, NotFound) as error:
        return await card(visit, error)
    undo = Undo("/desk/feedback/topic/undo", {"was": [f"{visit.key} {before or ''}"], "back": [_here(visit)]})
    named = topic_of(visit.texts, topic) if topic else visit.texts.plain("feedback.no_topic")
    return visit.done(_here(visit), "web.topic_set", undo, topic=named)


async def link(visit: Visit) -> Response:
    """Link it to a goal, or to none."""
    try:
        await visit.services.feedbackdesk.link(visit.actor, visit.key, visit.number("goal"))
    except NotAllowed as error:
        return await card(visit, error)
    return visit.done(_here(visit), "feedbackdesk.saved")


async def show(visit: Visit) -> Response:
    public = visit.written("how") == "public"
    try:
        await visit.services.feedbackdesk.show(visit.actor, visit.key, public=public)
    except NotAllowed as error:
        return await card(visit, error)
    return visit.done(_here(visit), "feedbackdesk.shown" if public else "feedbackdesk.kept_private")


async def merge(visit: Visit) -> Response:
    into = visit.number("into")
    if into is None:
        return await choose_merge(visit, NotAllowed("feedbackdesk.number_wanted"))
    try:
        await visit.services.feedbackdesk.merge(visit.actor, visit.key, into)
    except NotAllowed as error:
        return await choose_merge(visit, error)
    return visit.done(f"/desk/feedback/{into}", "feedbackdesk.merged")


async def close(visit: Visit) -> Response:
    try:
        await visit.services.feedbackdesk.close(visit.actor, visit.key)
    except NotAllowed as error:
        return await card(visit, error)
    return visit.done(_here(visit), "feedbackdesk.closed", _undo(visit, "reopen"))


async def reopen(visit: Visit) -> Response:
    try:
        await visit.services.feedbackdesk.reopen(visit.actor, visit.key)
    except NotAllowed as error:
        return await card(visit, error)
    return visit.done(_here(visit), "feedbackdesk.reopened")


def _here(visit: Visit) -> str:
    return f"/desk/feedback/{visit.key}"


def _undo(visit: Visit, act: str) -> Undo:
    """The way back, by the act that does it with many."""
    return Undo(f"/desk/feedback/{act}", {"pick": [visit.key], "back": [_here(visit)]})
