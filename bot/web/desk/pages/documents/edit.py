"""One goal of an upload, corrected by hand; a goal that is missing; a line that became no goal."""

from starlette.responses import Response

from bot.domain.errors import DomainError, NotFound
from bot.texts import imports
from bot.texts.naming import level_name
from bot.web.desk.pages.documents import showing
from bot.web.desk.pages.documents.showing import seen
from bot.web.desk.visit import Visit
from knowledge.editing import (
    MAX_CODE,
    MAX_TEXT,
    Add,
    Dismiss,
    Edit,
    Join,
    Remove,
    SetCode,
    SetLevel,
    SetParent,
    SetText,
)
from knowledge.importers import Oddity, ReadEntry
from knowledge.manuscript import Manuscript
from knowledge.model import Level


async def goal(visit: Visit, error: DomainError | None = None) -> Response:
    view, manuscript = await showing.opened(visit)
    entry = _found(manuscript, visit.written("of") or visit.asked("code"))
    odd = showing.oddnesses(visit, manuscript)
    at = manuscript.entries.index(entry)
    after = manuscript.entries[at + 1] if at + 1 < len(manuscript.entries) else None
    now = {"code": entry.code, "level": entry.level.value, "parent": entry.parent or "", "text": entry.text}
    return visit.show(
        "documents/goal.html",
        200 if error is None else 403,
        view=view,
        goal=entry,
        above=manuscript.find(entry.parent or ""),
        n_below=len(manuscript.below(entry.code)),
        at=imports.at(visit.texts, entry.place),
        odd=[one for one in odd if one.code == entry.code],
        after=after,
        **_form(visit, manuscript, now, error),
    )


async def change(visit: Visit) -> Response:
    """Correct what the form says otherwise; a new code comes last, since the others name the goal by its old one."""
    _, manuscript = await showing.opened(visit)
    entry = _found(manuscript, visit.written("of"))
    code, level, parent = visit.written("code"), _level(visit), visit.written("parent") or None
    made: list[Edit] = []
    if " ".join(visit.written("text").split()) != entry.text:
        made.append(SetText(entry.code, visit.written("text")))
    if level is not entry.level:
        made.append(SetLevel(entry.code, level))
    if parent != entry.parent:
        made.append(SetParent(entry.code, parent))
    if code != entry.code:
        made.append(SetCode(entry.code, code))
    try:
        view = await visit.services.uploads.edit(visit.actor, visit.key, *made, seen=seen(visit))
    except DomainError as error:
        return await goal(visit, error)
    return visit.done(showing.at_goal(view, code), "web.saved")


async def remove(visit: Visit) -> Response:
    """Take a goal out, alone or with all under it; the page it leads to can undo that."""
    code = visit.written("of")
    edit = Remove(code, whole=visit.written("whole") == "1")
    await visit.services.uploads.edit(visit.actor, visit.key, edit, seen=seen(visit))
    return visit.done(showing.back_to(visit), "web.documents_removed", code=code)


async def new(visit: Visit, error: DomainError | None = None) -> Response:
    """Ask for a goal that is missing; a remark about a gap fills in what it knows."""
    view, manuscript = await showing.opened(visit)
    beside = manuscript.find(visit.asked("beside"))
    parent = beside.parent if beside else visit.asked("parent")
    level = beside.level if beside else _below(manuscript, parent or "")
    now = {"code": visit.asked("code"), "level": level.value, "parent": parent or "", "text": visit.asked("text")}
    given = _form(visit, manuscript, now, error)
    return visit.show("documents/add.html", 200 if error is None else 403, view=view, **given)


async def add(visit: Visit) -> Response:
    """Add a goal; the line of the file that it was made of, if any, is settled with it."""
    code, parent = visit.written("code"), visit.written("parent") or None
    made: list[Edit] = [Add(code, _level(visit), visit.written("text"), parent)]
    if (number := visit.number("line")) is not None:
        made.append(Dismiss(number))
    try:
        view = await visit.services.uploads.edit(visit.actor, visit.key, *made, seen=seen(visit))
    except DomainError as error:
        return await new(visit, error)
    return visit.done(showing.at_goal(view, code), "web.documents_added", code=code)


async def line(visit: Visit, error: DomainError | None = None) -> Response:
    """Show a line that became no goal: it belongs to one, is one itself, or may stay outside."""
    view, manuscript = await showing.opened(visit)
    number = str(visit.request.path_params.get("number", visit.written("line")))
    one = manuscript.noticed.get(int(number)) if number.isascii() and number.isdecimal() and len(number) < 9 else None
    if one is None or one.oddity is not Oddity.LEFT_OVER:
        raise NotFound("editing.refused_no_warning")
    above = manuscript.above(one.place)
    return visit.show(
        "documents/line.html",
        200 if error is None else 403,
        view=view,
        number=number,
        line=one,
        at=imports.at(visit.texts, one.place),
        above=above,
        error=visit.wrong(error) if error else "",
    )


async def join(visit: Visit) -> Response:
    """Put a line at the end of a goal's wording."""
    code = visit.written("code")
    edit = Join(visit.number("line") or 0, code)
    try:
        view = await visit.services.uploads.edit(visit.actor, visit.key, edit, seen=seen(visit))
    except DomainError as error:
        return await line(visit, error)
    return visit.done(showing.at_goal(view, code), "web.documents_joined", code=code)


async def dismiss(visit: Visit) -> Response:
    """Say that what a remark names is as it should be."""
    edit = Dismiss(visit.number("line") or 0)
    await visit.services.uploads.edit(visit.actor, visit.key, edit, seen=seen(visit))
    return visit.done(showing.back_to(visit), "web.documents_dismissed")


def _form(visit: Visit, manuscript: Manuscript, now: dict[str, str], error: DomainError | None) -> dict[str, object]:
    """What the form of a goal is filled with: what was written, if that could not be kept."""
    kind = manuscript.about.kind
    return {
        "now": {name: visit.written(name) for name in now} if error else now,
        "levels": [(level.value, level_name(visit.texts, level, kind)) for level in Level],
        "error": visit.wrong(error) if error else "",
        "max_code": MAX_CODE,
        "max_text": MAX_TEXT,
    }


def _found(manuscript: Manuscript, code: str) -> ReadEntry:
    entry = manuscript.find(code)
    if entry is None:
        raise NotFound("editing.refused_no_goal", code=code)
    return entry


def _level(visit: Visit) -> Level:
    try:
        return Level(visit.written("level"))
    except ValueError:
        return Level.STATEMENT


def _below(manuscript: Manuscript, parent: str) -> Level:
    """The level that a goal has under another: that of its other parts, else the next narrower one."""
    sibling = next((entry for entry in manuscript.entries if entry.parent == (parent or None)), None)
    if sibling is not None:
        return sibling.level
    levels, above = list(Level), manuscript.find(parent)
    return levels[min(levels.index(above.level) + 1, len(levels) - 1)] if above else Level.STRATEGIC
