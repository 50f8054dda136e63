"""All rounds, found by phase, community and words; a new one."""

from starlette.responses import Response

from bot.domain.errors import DomainError, NotFound
from bot.domain.finding import find_rounds
from bot.domain.permissions import Action, may, require
from bot.domain.rounds import Phase
from bot.web.desk.pages.rounds.showing import place_of
from bot.web.desk.visit import Visit

PAGE = 25

ORDER = (
    *(Phase.DRAFT, Phase.OPEN, Phase.CHECKING, Phase.ANNOUNCED, Phase.RESULTS),
    *(Phase.ARCHIVED, Phase.CANCELLED, Phase.ANNULLED),
)
"""What staff have most to do with comes first."""


async def listed(visit: Visit) -> Response:
    communities = _communities(visit)
    phase = visit.asked("phase", [one.value for one in Phase])
    community, written = visit.asked("community", list(communities)), visit.asked("q")
    every = await visit.services.rounds.every(visit.actor)
    found = find_rounds(every, phase=phase, community=community, written=written)
    found.sort(key=lambda one: ORDER.index(one[1]))
    first = visit.page * PAGE
    return visit.show(
        "rounds/rounds.html",
        rounds=[(round_, its.value, place_of(visit, round_.community)) for round_, its in found[first : first + PAGE]],
        is_more=len(found) > first + PAGE,
        is_any=bool(every),
        phases=[(one.value, sum(its is one for _, its in every)) for one in ORDER],
        communities=communities,
        phase=phase,
        community=community,
        written=written,
        may_confirm=may(visit.actor.role, Action.CONFIRM_PERSON),
    )


async def new(visit: Visit, error: DomainError | None = None) -> Response:
    require(visit.actor, Action.PREPARE_ROUND)
    return visit.show(
        "rounds/new.html",
        200 if error is None else 403,
        communities=_communities(visit),
        error=visit.wrong(error) if error else "",
    )


async def create(visit: Visit) -> Response:
    community = visit.written("community")
    try:
        if community not in _communities(visit):
            raise NotFound("entries.gone")
        key = await visit.services.rounds.create(visit.actor, community, visit.written("title"))
    except DomainError as error:
        return await new(visit, error)
    return visit.done(f"/desk/rounds/{key}", "web.round_created")


def _communities(visit: Visit) -> dict[str, str]:
    """The names of communities by their ids."""
    return {key: place_of(visit, key) for key in visit.services.entries.shelf.library.communities}
