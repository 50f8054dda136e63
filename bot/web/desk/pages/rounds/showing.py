"""What all pages of one round share: its head, and the ways on."""

from typing import Any

from starlette.responses import Response

from bot.domain.permissions import Action, may
from bot.domain.rounddesk import Deed, can_be_changed, deeds
from bot.domain.rounds import Phase
from bot.services.rounds import Rounds, RoundView
from bot.web.desk.visit import Visit

TABS = {Deed.PREVIEW: "preview", Deed.DISPUTES: "disputes", Deed.CODES: "codes", Deed.TRAIL: "trail"}
"""The deeds that have a page of their own, and its address."""


async def managed(visit: Visit) -> RoundView:
    """The round of the address, for somebody who prepares rounds."""
    return await visit.services.rounds.manage(visit.actor, visit.key)


def rounds_as_seen(visit: Visit) -> Rounds:
    """The service, bound to the round as it was when the form was shown."""
    return visit.services.rounds.seen(visit.number("revision"))


def may_publish(visit: Visit) -> bool:
    return may(visit.actor.role, Action.PUBLISH_ROUND)


def is_changeable(visit: Visit, view: RoundView) -> bool:
    return can_be_changed(view.phase, may_publish=may_publish(visit))


def can_be_done(visit: Visit, view: RoundView) -> list[Deed]:
    return deeds(view.phase, may_publish=may_publish(visit))


def place_of(visit: Visit, community: str) -> str:
    """Name a community in the reader's language."""
    found = visit.services.entries.shelf.library.communities.get(community)
    if found is None:
        return community
    return found.name_en if visit.texts.locale == "en" else found.name


def show(visit: Visit, template: str, view: RoundView, status: int = 200, **given: Any) -> Response:
    """Fill a template of `rounds/`: the head is the round's, `doing` what can be done with it."""
    doing = can_be_done(visit, view)
    return visit.show(
        f"rounds/{template}",
        status,
        view=view,
        round=view.round,
        place=place_of(visit, view.round.community),
        at=f"/desk/rounds/{view.round.id}",
        tabs=[(deed.value, path) for deed, path in TABS.items() if deed in doing],
        doing=[deed.value for deed in doing],
        is_draft=view.phase is Phase.DRAFT,
        may_publish=may_publish(visit),
        **given,
    )
