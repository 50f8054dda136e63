"""The audit trail: who of the hromada's people did what."""

from datetime import MAXYEAR, MINYEAR, date

from starlette.responses import Response

from bot.domain.audit import COMMAND_LINE, Act, ActsWanted, Thing
from bot.domain.permissions import Action, may
from bot.domain.wording import shorten
from bot.reports import acts
from bot.texts.naming import label
from bot.web.desk.visit import Visit, read_iso

LONGEST_GOAL = 80


async def listed(visit: Visit) -> Response:
    wanted = _wanted(visit)
    found = await visit.services.trail.listed(visit.actor, wanted, visit.page)
    names = await visit.names.by_person(visit.texts)
    return visit.show(
        "trail.html",
        rows=rows(visit, found.acts, names),
        is_more=found.is_more,
        wanted=wanted,
        names=sorted(names.items(), key=lambda one: one[1].casefold()),
        things=list(Thing),
        actions=acts.ACTIONS,
        command_line=COMMAND_LINE,
    )


def rows(visit: Visit, found: list[Act], names: dict[int, str]) -> list[dict[str, str]]:
    """Say acts in words: when, who, what, and the thing with its address."""
    return [
        {
            "number": str(act.number),
            "when": visit.texts.formats.moment(act.acted_at),
            "who": _who(visit, act, names),
            "what": acts.in_words(visit.texts, act, visit.services.entries.shelf.by_id.get, names),
            "thing": _thing(visit, act, names),
            "path": _path(visit, act),
        }
        for act in found
    ]


def _wanted(visit: Visit) -> ActsWanted:
    thing, actor = visit.asked("thing", list(Thing)), visit.asked("actor")
    return ActsWanted(
        Thing(thing) if thing else None,
        visit.asked("about"),
        int(actor) if actor.isascii() and actor.isdecimal() and len(actor) < 10 else None,
        visit.asked("action", list(acts.ACTIONS)),
        _day(visit, "first"),
        _day(visit, "last"),
    )


def _day(visit: Visit, name: str) -> date | None:
    """A day of the filter; the first and the last years of the calendar are none, they have no hour in another zone."""
    asked = read_iso(visit.asked(name))
    return asked if asked and MINYEAR < asked.year < MAXYEAR else None


def _who(visit: Visit, act: Act, names: dict[int, str]) -> str:
    if act.actor is None:
        is_new = act.action == Action.ENTER_DESK  # who comes for the first time has not agreed to be kept yet
        return visit.texts.plain("web.new_colleague" if is_new else "web.command_line")
    return names.get(act.actor) or visit.texts.plain("web.somebody", number=act.actor)


def _thing(visit: Visit, act: Act, names: dict[int, str]) -> str:
    """Name what an act is about; a desk and a colleague who never came have no number."""
    if act.thing == Thing.ENTRY and (goal := visit.services.entries.shelf.by_id.get(act.key)):
        return f"{label(goal)} {shorten(goal.text, LONGEST_GOAL)}".strip()
    if act.thing == Thing.PERSON:
        return names.get(act.key, "")
    if not act.key or act.thing not in set(Thing):
        return ""
    return visit.texts.plain(f"web.thing_{Thing(act.thing).value}", number=str(act.key))


def _path(visit: Visit, act: Act) -> str:
    """The page on which the thing stands, for who may open it."""
    if not act.key:
        return ""
    if act.thing == Thing.FEEDBACK and act.action == Action.MODERATE and may(visit.actor.role, Action.MODERATE):
        return f"/desk/moderation/{act.key}"
    rooms = {
        Thing.BROADCAST: "broadcasts",
        Thing.ROUND: "rounds",
        Thing.FEEDBACK: "feedback",
        Thing.GAP: "questions",
        Thing.ENTRY: "goals",
    }
    room = rooms.get(Thing(act.thing)) if act.thing in set(Thing) else None
    return f"/desk/{room}/{act.key}" if room else ""
