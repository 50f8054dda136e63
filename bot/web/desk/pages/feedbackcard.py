"""One piece of feedback: all that was said and done, and what staff look at before they act."""

from typing import Any

from starlette.responses import Response

from bot.domain.audit import Act
from bot.domain.errors import DomainError, NotAllowed, NotFound
from bot.domain.feedback import LIVE, MAX_TEXT, MAX_TURNS, TOPICS, UNSETTLED, FeedbackState
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Role
from bot.domain.permissions import Action, may, require
from bot.reports import feedback as words
from bot.reports.gaps import goal_named
from bot.reports.told import told
from bot.services.feedbackdesk import DeskView
from bot.texts.naming import name_of
from bot.web.desk.visit import Visit

N_GOALS = 8


async def card(visit: Visit, error: DomainError | None = None) -> Response:
    view = await visit.services.feedbackdesk.view(visit.actor, visit.key)
    shown, names = view.feedback, await visit.names.by_person(visit.texts)
    acts = await visit.services.moderation.trail(visit.actor, visit.key)
    can_act = may(visit.actor.role, Action.REPLY) and shown.is_visible and shown.merged_into is None
    return visit.show(
        "feedback_card.html",
        200 if error is None else 403,
        **about(visit, view),
        age=words.age(visit.texts, shown, view.now),
        files=words.files_of(visit.texts, view.files),
        author=await visit.names.from_telegram(view.author) if view.author is not None else None,
        names=names,
        acts=[(act, _by(visit, act, names), _done(visit, act)) for act in acts],
        can_act=can_act,
        can_answer=can_act and shown.state in LIVE,
        can_ask=can_act and shown.state in LIVE and shown.person is not None and view.n_asked < MAX_TURNS,
        can_set_deadline=can_act and shown.state in UNSETTLED,
        is_closed=shown.state is FeedbackState.CLOSED,
        colleagues=await _colleagues(visit, view, names) if can_act else [],
        topics=TOPICS,
        limit=MAX_TEXT,
        error=visit.wrong(error) if error else "",
    )


async def find_goal(visit: Visit) -> Response:
    """Look for the goal that it is about: by its own words, or by those of staff."""
    view = await _view(visit)
    shelf, looked_for = visit.services.entries.shelf, visit.asked("q") or view.feedback.text
    hits = await shelf.nearest(looked_for, view.feedback.community, N_GOALS) if looked_for else []
    goals = [(shelf.number(hit.entry), goal_named(visit.texts, hit.entry)) for hit in hits]
    return visit.show("feedback_goal.html", **about(visit, view), goals=goals)


async def choose_merge(visit: Visit, error: DomainError | None = None) -> Response:
    """Offer what may say the same, or look at one by its number; both are read before they are put together."""
    view = await _view(visit)
    other, asked = None, "".join(visit.asked("into").split()).removeprefix("№")
    if asked and error is None:
        try:
            other = await _other(visit, asked)
        except NotFound as gone:
            error = gone
    return visit.show(
        "feedback_merge.html",
        200 if error is None else 403,
        **about(visit, view),
        other=other,
        other_text=words.words_of(visit.texts, other.feedback) if other else "",
        similar=[] if other else await visit.services.feedbackdesk.similar(visit.actor, visit.key),
        error=visit.wrong(error) if error else "",
    )


async def check_show(visit: Visit) -> Response:
    """Show what everybody would read."""
    view = await _view(visit)
    if not view.feedback.is_offered:
        raise NotAllowed("feedback.not_offered")
    return visit.show("feedback_show.html", **about(visit, view))


async def check_close(visit: Visit) -> Response:
    view = await _view(visit)
    params = {"feedback": view.feedback.id, "about": view.feedback.text, "state": FeedbackState.CLOSED.value}
    preview = told(visit.texts, Notice(0, "", NoticeKind.FEEDBACK_STATE, params, view.now))
    return visit.show("feedback_close.html", **about(visit, view), preview=preview)


def about(visit: Visit, view: DeskView) -> dict[str, Any]:
    """What every page about one piece begins with."""
    shelf, shown = visit.services.entries.shelf, view.feedback
    place = shelf.library.communities.get(shown.community)
    return {
        "view": view,
        "shown": shown,
        "text": words.words_of(visit.texts, shown),
        "state": words.state_of(visit.texts, shown),
        "community": name_of(visit.texts, place) if place else "",
        "topic": words.topic_of(visit.texts, shown.topic) if shown.topic else "",
        "goal": goal_named(visit.texts, shelf.by_id.get(shown.entry)) if shown.entry is not None else "",
        "here": f"/desk/feedback/{shown.id}",
    }


async def _view(visit: Visit) -> DeskView:
    """The piece, for who may act on it."""
    require(visit.actor, Action.REPLY)
    return await visit.services.feedbackdesk.view(visit.actor, visit.key)


async def _other(visit: Visit, number: str) -> DeskView:
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise NotFound("feedbackdesk.number_wanted")
    return await visit.services.feedbackdesk.view(visit.actor, int(number))


async def _colleagues(visit: Visit, view: DeskView, names: dict[int, str]) -> list[tuple[int, str]]:
    """Those who may take care of it instead, by name, the one who looks first."""
    known = await visit.services.feedbackdesk.colleagues(visit.actor)
    found = [person for person, _ in known if person != view.feedback.assignee]
    named = [(person, names.get(person) or visit.texts.plain("web.colleague", number=person)) for person in found]
    return sorted(named, key=lambda one: (one[0] != visit.actor.id, one[1]))


def _by(visit: Visit, act: Act, names: dict[int, str]) -> str:
    """Who did it; authors have no names here."""
    if act.role not in set(Role):
        return visit.texts.plain("feedbackdesk.by_author")
    if act.actor is None:
        return visit.texts.plain("web.command_line")
    return names.get(act.actor) or visit.texts.plain("web.somebody", number=act.actor)


def _done(visit: Visit, act: Act) -> str:
    return words.done(visit.texts, act, visit.services.entries.shelf.by_id.get)
