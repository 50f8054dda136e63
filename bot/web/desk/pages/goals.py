"""Goals: how they stand, which want a report; report on one, or on many from a table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from starlette.responses import Response

from bot.domain.errors import DomainError, NotAllowed
from bot.domain.goals import GoalsWanted, Lack
from bot.domain.permissions import Action, may, require
from bot.domain.progress import FIELDS, MAX_RESPONSIBLE, MAX_WORDS, Status
from bot.reports import ledger as words
from bot.services.reporttable import as_written, read_field
from bot.web.desk.visit import Visit

EVERYWHERE = "all"
"""Of the filter by community: not only one's own."""


async def listed(visit: Visit) -> Response:
    wanted = wanted_of(visit)
    found = await visit.services.goaldesk.listed(visit.actor, wanted, visit.page)
    return visit.show(
        "goals.html",
        found=found,
        wanted=wanted,
        communities=visit.services.entries.library.communities.values(),
        documents=visit.services.goaldesk.documents(),
        statuses=list(Status),
        lacks=list(Lack),
        may_report=may(visit.actor.role, Action.REPORT_PROGRESS),
    )


def wanted_of(visit: Visit) -> GoalsWanted:
    """Read the filters; without any a person sees the goals of their own community."""
    communities = visit.services.entries.library.communities
    own = visit.actor.community if visit.actor.community in communities else ""
    place = visit.asked("community", [*communities, EVERYWHERE]) or own or ""
    status, lack = visit.asked("status", list(Status)), visit.asked("lack", list(Lack))
    return GoalsWanted(
        "" if place == EVERYWHERE else place,
        visit.asked("document", [one.id for one in visit.services.goaldesk.documents()]),
        Status(status) if status else None,
        Lack(lack) if lack else None,
        visit.asked("responsible"),
        visit.asked("text"),
    )


async def one(visit: Visit) -> Response:
    """Show a goal with every report that was ever made on it."""
    view = await visit.services.goaldesk.view(visit.actor, visit.key)
    return visit.show(
        "goal.html",
        view=view,
        lines=words.lines(visit.texts, view.ledger, view.today),
        steps=[(report, words.step(visit.texts, report, before)) for report, before in view.ledger.steps()],
        names=await visit.names.by_person(visit.texts),
        may_report=may(visit.actor.role, Action.REPORT_PROGRESS) and not view.history.is_gone,
    )


async def write(visit: Visit) -> Response:
    """Show the form, filled with how the goal stands now."""
    require(visit.actor, Action.REPORT_PROGRESS)
    view = await visit.services.goaldesk.view(visit.actor, visit.key)
    return await _form(visit, as_written(view.ledger), None)


async def report(visit: Visit) -> Response:
    """Read the form: show what comes of it, then save; what cannot be read is asked for again."""
    require(visit.actor, Action.REPORT_PROGRESS)
    written = {name: visit.written(name) for name in FIELDS}
    newest = visit.number("newest") or 0
    if visit.written("step") == "edit":
        return await _form(visit, written, newest)
    said, wrong = _read(visit, written)
    if wrong:
        return await _form(visit, written, newest, wrong)
    try:
        drafts = await visit.services.goaldesk.preview(visit.actor, [(visit.key, said)])
        if drafts and visit.written("step") == "save":
            await visit.services.progress.report(visit.actor, [(visit.key, said)], newest={visit.key: newest})
            return _saved(visit, drafts[0].n_told)
    except NotAllowed as error:
        return await _form(visit, written, None, error=visit.wrong(error))
    if not drafts:
        return await _form(visit, written, newest, error=visit.texts.plain("progress.nothing_new"))
    lines = words.lines(visit.texts, drafts[0].after, visit.services.progress.today)
    return visit.show("goal_check.html", draft=drafts[0], lines=lines, written=written, newest=newest)


async def _form(
    visit: Visit,
    written: Mapping[str, str],
    newest: int | None,
    wrong: Mapping[str, str] = MappingProxyType({}),
    error: str = "",
) -> Response:
    """Show the form. `newest` is the newest report that was read; None: the one that is read here."""
    view = await visit.services.goaldesk.view(visit.actor, visit.key)
    return visit.show(
        "goal_report.html",
        403 if wrong or error else 200,
        view=view,
        lines=words.lines(visit.texts, view.ledger, view.today),
        written=written,
        newest=view.ledger.newest if newest is None else newest,
        wrong_at={name: wrong.get(name, "") for name in FIELDS},
        error=error or (visit.texts.plain("web.look_at_fields") if wrong else ""),
        statuses=list(Status),
        limits={"words": MAX_WORDS, "responsible": MAX_RESPONSIBLE},
    )


def _read(visit: Visit, written: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read each field as people write it; what is wrong with some of them stands under their names."""
    said: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, text in written.items():
        if name == "status" and not text:
            continue
        try:
            said[name] = read_field(name, text, visit.services.clock(), visit.texts)
        except DomainError as error:
            wrong[name] = visit.wrong(error)
    return said, wrong


def _saved(visit: Visit, n_told: int) -> Response:
    there = f"/desk/goals/{visit.key}"
    return visit.done(there, "web.report_saved", n=n_told) if n_told else visit.done(there, "web.report_saved_unheard")
