"""What waits for somebody's act, the most urgent first: each line leads to the list or the thing that settles it."""

from starlette.responses import RedirectResponse, Response

from bot.domain.digests import WaitingKind
from bot.domain.errors import NotFound
from bot.domain.permissions import Action, may
from bot.domain.wording import shorten
from bot.reports.digest.leads import list_of
from bot.services.today import Morning, Urgent
from bot.web.desk.visit import Visit

LONGEST = 160
"""Letters of one thing; the whole of it is one press away."""


async def today(visit: Visit) -> Response:
    known = visit.services.entries.library.communities
    community = visit.actor.community if visit.actor.community in known else None
    found = await visit.services.today.view(visit.actor, community)
    return visit.show(
        "today.html",
        found=found,
        community=community,
        waiting=[(one, _list(visit, one.kind, community, found)) for one in found.waiting],
        urgent=[(one, shorten(one.text, LONGEST), _page(one)) for one in found.urgent],
        to_approve=[(one, shorten(one.words, LONGEST)) for one in found.to_approve],
        own=[(one, shorten(one.text, LONGEST)) for one in found.own],
        today=visit.services.digests.today(),
        trouble=await visit.services.letters.trouble(visit.actor),
    )


async def choose(visit: Visit) -> Response:
    """Look at another community from now on, or at all."""
    community = visit.written("community")
    if community and community not in visit.services.entries.library.communities:
        raise NotFound("entries.gone")
    await visit.services.people.settle(visit.actor, community or None)
    return RedirectResponse("/desk/", 303)


def _list(visit: Visit, kind: WaitingKind, community: str | None, found: Morning) -> str:
    """The list in which these stand, "" for who may not open it."""
    if kind is WaitingKind.MODERATION and not may(visit.actor.role, Action.MODERATE):
        return ""
    if kind is WaitingKind.VOIDS and found.doubted:
        return f"/desk/rounds/{found.doubted[0]}/disputes"
    return f"/desk/{list_of(kind, community)}"


def _page(one: Urgent) -> str:
    match one.kind:
        case WaitingKind.GAPS:
            return f"/desk/questions/{one.key}"
        case WaitingKind.MODERATION:
            return f"/desk/moderation/{one.key}"
        case WaitingKind.VOIDS:
            return f"/desk/rounds/{one.key}/disputes"
        case _:
            return f"/desk/feedback/{one.key}"
