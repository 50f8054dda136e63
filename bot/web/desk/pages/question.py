"""One question without an answer, and each way of settling it: by a goal, in words, merged, put aside; and back."""

from typing import Any

from starlette.responses import Response

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.gaps import MAX_ANSWER, MAX_SOURCE, GapState, fitting
from bot.domain.notices import Notice, NoticeKind
from bot.domain.permissions import Action, may, require
from bot.reports import gaps as words
from bot.reports.told import told
from bot.services.answers import Change
from bot.services.gaps import GapView
from bot.texts import Html
from bot.web.desk.visit import Undo, Visit


async def question(visit: Visit, error: DomainError | None = None) -> Response:
    view = await visit.services.gaps.view(visit.actor, visit.key)
    return visit.show(
        "question.html",
        200 if error is None else 403,
        **_shown(visit, view),
        about=words.about(visit.texts, view.shelf.community(view.gap.community), view.item, visit.services.clock()),
        goal=words.goal_named(visit.texts, view.entry),
        names=await visit.names.by_person(visit.texts),
        can_act=may(visit.actor.role, Action.ANSWER_QUESTION),
        limits=(MAX_ANSWER, MAX_SOURCE),
        error=visit.wrong(error) if error else "",
    )


async def find_goal(visit: Visit) -> Response:
    view = await visit.services.gaps.view(visit.actor, visit.key, visit.asked("q"))
    require(visit.actor, Action.ANSWER_QUESTION)
    return visit.show("question_goal.html", **_shown(visit, view))


async def check_goal(visit: Visit) -> Response:
    """Show what a goal would change before it is saved."""
    entry = visit.number_at("entry")
    view = await visit.services.gaps.view(visit.actor, visit.key)
    require(visit.actor, Action.ANSWER_QUESTION)
    return visit.show(
        "question_check.html",
        **_shown(visit, view),
        entry=entry,
        goal=words.goal_named(visit.texts, view.shelf.entry(entry)),
        changes=_said(visit, await visit.services.answers.would_change(visit.actor, visit.key, entry)),
        preview=_preview(visit, view, "", "", entry),
    )


async def answer_by_goal(visit: Visit) -> Response:
    try:
        n_told = await visit.services.answers.by_goal(visit.actor, visit.key, visit.number_at("entry"))
    except NotAllowed as error:
        return await question(visit, error)
    return _saved(visit, n_told)


async def answer_in_words(visit: Visit) -> Response:
    """Show words as people will read them, then save them; or go back to writing."""
    answer, source, step = visit.written("answer"), visit.written("source"), visit.written("step")
    if step == "write":
        return await question(visit)
    try:
        require(visit.actor, Action.ANSWER_QUESTION)
        if step == "save":
            return _saved(visit, await visit.services.answers.in_words(visit.actor, visit.key, answer, source))
        answer, source = fitting(answer, source)
    except NotAllowed as error:
        return await question(visit, error)
    view = await visit.services.gaps.view(visit.actor, visit.key)
    return visit.show(
        "question_words.html",
        **_shown(visit, view),
        changes=_said(visit, await visit.services.answers.would_change(visit.actor, visit.key, None)),
        preview=_preview(visit, view, answer, source, None),
    )


async def choose_merge(visit: Visit) -> Response:
    view = await visit.services.gaps.view(visit.actor, visit.key)
    require(visit.actor, Action.ANSWER_QUESTION)
    return visit.show(
        "question_merge.html",
        **_shown(visit, view),
        others=await visit.services.gaps.similar(visit.actor, visit.key),
    )


async def merge(visit: Visit) -> Response:
    into = visit.number("into")
    if into is None:
        return visit.done(f"/desk/questions/{visit.key}/merge", "web.nothing_picked")
    try:
        await visit.services.gaps.merge(visit.actor, visit.key, into)
    except NotAllowed as error:
        return await question(visit, error)
    return visit.done(f"/desk/questions/{into}", "gaps.merged")


async def check_close(visit: Visit) -> Response:
    view = await visit.services.gaps.view(visit.actor, visit.key)
    require(visit.actor, Action.ANSWER_QUESTION)
    params = {"question": view.item.text}
    said = told(visit.texts, Notice(0, "", NoticeKind.QUESTION_CLOSED, params, visit.services.clock()))
    return visit.show("question_close.html", **_shown(visit, view), preview=said)


async def close(visit: Visit) -> Response:
    try:
        n_told = await visit.services.answers.close(visit.actor, visit.key)
    except NotAllowed as error:
        return await question(visit, error)
    return _saved(visit, n_told)


async def undo(visit: Visit) -> Response:
    try:
        await visit.services.answers.undo(visit.actor, visit.key)
    except NotAllowed as error:
        return await question(visit, error)
    return visit.done(_here(visit), "gaps.undone")


def _shown(visit: Visit, view: GapView) -> dict[str, Any]:
    """What every page about one question begins with."""
    return {
        "view": view,
        "asked": words.asked_as(visit.texts, view.item),
        "nearest": [(view.shelf.number(hit.entry), words.goal_named(visit.texts, hit.entry)) for hit in view.nearest],
        "is_open": view.gap.state is GapState.OPEN,
        "here": _here(visit),
    }


def _here(visit: Visit) -> str:
    return f"/desk/questions/{visit.key}"


def _saved(visit: Visit, n_told: int) -> Response:
    undo = Undo(f"{_here(visit)}/undo", {})
    if n_told:
        return visit.done(_here(visit), "gaps.saved_and_told", undo, n=n_told)
    return visit.done(_here(visit), "gaps.saved", undo)


def _preview(visit: Visit, view: GapView, answer: str, source: str, entry: int | None) -> Html:
    """What those who wait will read."""
    params = {"question": view.item.text, "answer": answer, "source": source, "entry": entry}
    return told(visit.texts, Notice(0, "", NoticeKind.QUESTION_ANSWERED, params, visit.services.clock()))


def _said(visit: Visit, changes: list[Change]) -> list[tuple[str, str]]:
    """Questions that would be answered otherwise, each with its answer of now; "" for none."""
    return [(one.text, words.goal_named(visit.texts, one.before) if one.before else "") for one in changes]
