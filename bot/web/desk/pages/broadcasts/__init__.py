"""Broadcasts: written, aimed, handed in, approved, watched, stopped, taken back; and the switch that stops all."""

from collections.abc import Mapping

from bot.web.desk.doors import Page
from bot.web.desk.pages.broadcasts import aiming, deeds, everything, files, leads, listing, one, timing, words

_ONE = "/desk/broadcasts/{key}"

READ: Mapping[str, Page] = {
    "/desk/broadcasts": listing.listed,
    "/desk/broadcasts/new": words.new,
    "/desk/broadcasts/everything": everything.ask,
    _ONE: one.one,
    f"{_ONE}/words": words.ask,
    f"{_ONE}/buttons": leads.listed,
    f"{_ONE}/files": files.listed,
    f"{_ONE}/files/{{file}}": files.one,
    f"{_ONE}/sent/{{place}}": files.sent,
    f"{_ONE}/audience": aiming.ask,
    f"{_ONE}/time": timing.ask,
    f"{_ONE}/sure/{{deed}}": deeds.ask,
}

WRITE: Mapping[str, Page] = {
    "/desk/broadcasts/new": words.begin,
    "/desk/broadcasts/everything": everything.stop,
    "/desk/broadcasts/everything/on": everything.go_on,
    f"{_ONE}/words": words.save,
    f"{_ONE}/buttons": leads.add,
    f"{_ONE}/buttons/drop": leads.drop,
    f"{_ONE}/files": files.add,
    f"{_ONE}/files/drop": files.drop,
    f"{_ONE}/audience": aiming.save,
    f"{_ONE}/time": timing.save,
    f"{_ONE}/preview": one.preview,
    f"{_ONE}/copy": one.copy,
    f"{_ONE}/correct": one.correct,
    f"{_ONE}/do/{{deed}}": deeds.do,
}
