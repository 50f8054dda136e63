"""The options of a round: one by one, moved, taken out."""

from typing import Any

from starlette.responses import Response

from bot.domain.changes import option_of, sound
from bot.domain.errors import DomainError, NotAllowed
from bot.domain.rounddesk import UNOPENED
from bot.domain.rounds import BallotKind, Option
from bot.services.rounds import RoundView
from bot.texts.reading.conditions import write_money
from bot.texts.reading.money import read_money
from bot.web.desk.pages.rounds.showing import is_changeable, managed, rounds_as_seen, show
from bot.web.desk.visit import Visit

FIELDS = ("title", "details", "cost_kop", "author", "place", "topic")
WORDS = ("title", "details")
"""What can be corrected while people vote."""


async def listed(visit: Visit, error: DomainError | None = None) -> Response:
    view = await managed(visit)
    return show(
        visit,
        "options.html",
        view,
        200 if error is None else 403,
        about=lambda one: _about(visit, view, one),
        is_open=view.phase in UNOPENED and is_changeable(visit, view),
        together_kop=sum(one.cost_kop or 0 for one in view.sheet.options),
        error=visit.wrong(error) if error else "",
    )


def _about(visit: Visit, view: RoundView, shown: Option) -> list[str]:
    """What a line of the list says beside the title."""
    group = ""
    if view.round.ballot is BallotKind.CLASSES:
        known = shown.option_class is not None and shown.option_class < len(view.round.classes)
        name = view.round.classes[shown.option_class or 0].name if known else visit.texts.plain("sheets.nothing")
        group = f"{visit.texts.plain('sheets.option_class')}: {name}"
    cost = "" if shown.cost_kop is None else visit.texts.formats.money(shown.cost_kop)
    return [part for part in (cost, group, shown.place, shown.author, shown.topic) if part]


async def new(visit: Visit) -> Response:
    return _form(visit, await managed(visit), None)


async def add(visit: Visit) -> Response:
    view = await managed(visit)
    values, wrong = _read(visit, view, FIELDS)
    if wrong:
        return _form(visit, view, None, wrong)
    try:
        n_new = await rounds_as_seen(visit).add_options(visit.actor, visit.key, [Option(0, 0, 0, **values)])
        if not n_new:
            raise NotAllowed("rounds.option_twice")
    except DomainError as error:
        return _form(visit, view, None, error=visit.wrong(error))
    return visit.done(f"/desk/rounds/{visit.key}/options", "sheets.added", n=1)


async def one(visit: Visit) -> Response:
    view = await managed(visit)
    return _form(visit, view, option_of(view.sheet, _number(visit)))


async def change(visit: Visit) -> Response:
    """Set what an option is, and its place in the list where that may still change."""
    view = await managed(visit)
    shown = option_of(view.sheet, _number(visit))
    values, wrong = _read(visit, view, FIELDS if view.phase in UNOPENED else WORDS)
    if wrong:
        return _form(visit, view, shown, wrong)
    try:
        await rounds_as_seen(visit).change_option(visit.actor, visit.key, shown.id, **values)
    except DomainError as error:
        return _form(visit, view, shown, error=visit.wrong(error))
    return visit.done(f"/desk/rounds/{visit.key}/options", "web.saved")


async def move(visit: Visit) -> Response:
    """Put an option at the place that is written, counted from 1."""
    place = visit.number("position")
    try:
        if not place:
            raise NotAllowed("fields.a_number")
        await rounds_as_seen(visit).move_option(visit.actor, visit.key, _number(visit), place - 1)
    except DomainError as error:
        return await listed(visit, error)
    return visit.done(f"/desk/rounds/{visit.key}/options", "web.option_moved", place=place)


async def remove(visit: Visit) -> Response:
    """Ask once, then take an option out."""
    view = await managed(visit)
    gone = view.sheet.by_id.get(_number(visit))
    if gone is not None and not visit.written("sure"):
        return show(
            visit,
            "sure.html",
            view,
            question=visit.texts.plain("web.option_remove", title=gone.title),
            yes=visit.texts.plain("web.option_remove_yes"),
            back=f"/desk/rounds/{visit.key}/options/{gone.id}",
        )
    await rounds_as_seen(visit).remove_option(visit.actor, visit.key, _number(visit))
    return visit.done(f"/desk/rounds/{visit.key}/options", "web.option_removed")


def _read(visit: Visit, view: RoundView, names: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the fields of an option, and say what is wrong with each."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name in names:
        words = visit.written(name)
        try:
            value = (read_money(words) if words else None) if name == "cost_kop" else words
            values[name] = sound(name, value)
        except DomainError as error:
            wrong[name] = visit.wrong(error)
    if view.round.ballot is BallotKind.CLASSES and view.phase in UNOPENED:
        picked = visit.number("option_class")
        values["option_class"] = picked if picked in range(len(view.round.classes)) else None
    return values, wrong


def _form(
    visit: Visit, view: RoundView, shown: Option | None, wrong: dict[str, str] | None = None, error: str = ""
) -> Response:
    """Show an option, or an empty form for a new one; what was written is kept."""
    is_unopened = view.phase in UNOPENED
    stored = shown or Option(0, 0, 0, "")
    written = {name: "" if (value := getattr(stored, name)) is None else str(value) for name in FIELDS}
    written["cost_kop"] = write_money(stored.cost_kop)
    option_class = stored.option_class
    if visit.form:
        written |= {name: visit.written(name) for name in FIELDS}
        option_class = visit.number("option_class")
    order = [one.id for one in view.sheet.options]
    return show(
        visit,
        "option.html",
        view,
        403 if wrong or error else 200,
        option=shown,
        fields=(FIELDS if is_unopened else WORDS) if is_changeable(visit, view) else (),
        written=written,
        option_class=option_class,
        has_classes=view.round.ballot is BallotKind.CLASSES,
        is_unopened=is_unopened and is_changeable(visit, view),
        position=order.index(stored.id) + 1 if shown else len(order) + 1,
        goal=visit.services.entries.shelf.by_id.get(stored.entry or 0),
        wrong=wrong or {},
        error=error,
    )


def _number(visit: Visit) -> int:
    """The option of the address."""
    return visit.number_at("option")
