"""Rounds: from a first draft to the results, and everything that is done between."""

from collections.abc import Mapping

from bot.web.desk.doors import Page
from bot.web.desk.pages.rounds import (
    announcing,
    codes,
    conditions,
    disputes,
    endings,
    goals,
    listing,
    lists,
    one,
    options,
    trail,
)

_ONE = "/desk/rounds/{key}"

READ: Mapping[str, Page] = {
    "/desk/rounds": listing.listed,
    "/desk/rounds/new": listing.new,
    "/desk/rounds/confirm": codes.person,
    _ONE: one.one,
    f"{_ONE}/options": options.listed,
    f"{_ONE}/options/new": options.new,
    f"{_ONE}/options/list": lists.ask,
    f"{_ONE}/options/goals": goals.choose,
    f"{_ONE}/options/{{option}}": options.one,
    f"{_ONE}/preview": announcing.preview,
    f"{_ONE}/announce": announcing.ask,
    f"{_ONE}/remove": announcing.ask_to_remove,
    f"{_ONE}/end/{{how}}": endings.ask,
    f"{_ONE}/disputes": disputes.listed,
    f"{_ONE}/codes": codes.codes,
    f"{_ONE}/poster.html": codes.poster,
    f"{_ONE}/trail": trail.listed,
}

WRITE: Mapping[str, Page] = {
    "/desk/rounds/new": listing.create,
    "/desk/rounds/confirm": codes.confirm,
    f"{_ONE}/conditions": conditions.change,
    f"{_ONE}/options/new": options.add,
    f"{_ONE}/options/list": lists.add,
    f"{_ONE}/options/goals": goals.add,
    f"{_ONE}/options/{{option}}": options.change,
    f"{_ONE}/options/{{option}}/move": options.move,
    f"{_ONE}/options/{{option}}/remove": options.remove,
    f"{_ONE}/announce": announcing.announce,
    f"{_ONE}/remove": announcing.remove,
    f"{_ONE}/end/{{how}}": endings.end,
    f"{_ONE}/disputes/propose": disputes.propose,
    f"{_ONE}/disputes/decide": disputes.decide,
    f"{_ONE}/disputes/appeal": disputes.decide_appeal,
    f"{_ONE}/codes": codes.give,
}
