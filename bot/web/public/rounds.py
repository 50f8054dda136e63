"""Rounds: what is asked, how it is counted, what came of it."""

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Actor
from bot.domain.published import Published
from bot.domain.rounds import Phase
from bot.reports import words
from bot.reports.files import Form
from bot.services import Services
from bot.texts import Texts
from bot.web.public.conditions import conditions, corrections
from bot.web.public.outcome import chart_of, shown
from bot.web.public.page import Pages, locale_of

LONGEST_KEY = 10
"""Digits of a number: no round has more."""

LISTED = [Phase.OPEN, Phase.ANNOUNCED, Phase.CHECKING, Phase.RESULTS, Phase.CANCELLED, Phase.ANNULLED, Phase.ARCHIVED]
"""Phases in the order of the list: what one can take part in first."""

WITH_RECEIPTS = frozenset({Phase.CHECKING, Phase.RESULTS, Phase.ARCHIVED, Phase.ANNULLED})


def key_of(request: Request) -> int:
    """Read the round's number from the address.

    Errors: `NotFound` for one that no round can have.
    """
    written: str = request.path_params["key"]
    if not written.isascii() or not written.isdecimal() or len(written) > LONGEST_KEY:
        raise NotFound("rounds.gone")
    return int(written)


class Rounds:
    def __init__(self, services: Services, pages: Pages) -> None:
        self._services = services
        self._pages = pages

    async def every(self, request: Request) -> Response:
        """List the rounds by phase, the newest first."""
        found = await self._services.rounds.announced(None)
        groups = {phase: [round_ for round_, its in found if its is phase] for phase in LISTED}
        communities = self._services.entries.library.communities
        places = {key: community.name for key, community in communities.items()}
        return self._pages.show(request, "rounds.html", groups=groups, places=places)

    async def one(self, request: Request) -> Response:
        """Show a round as far as it may be shown now."""
        key, locale = key_of(request), locale_of(request)
        texts = self._pages.languages[locale]
        view = await self._services.rounds.view(Actor(0, locale), key)
        published = await self._published(key)
        return self._pages.show(
            request,
            "round.html",
            round=view.round,
            phase=view.phase.value,
            is_over=published is None and view.round.shows_results(view.now),
            options=view.sheet.options,
            conditions=conditions(view.sheet, texts),
            corrections=corrections(view, texts),
            so_far=await self._so_far(texts, key, view.phase),
            has_receipts=view.phase in WITH_RECEIPTS,
            forms=[form.value for form in Form],
            published=published,
            outcome=shown(published, texts) if published else None,
            chart=await chart_of(self._services, texts, published) if published else None,
        )

    async def file(self, request: Request) -> Response:
        key, form = key_of(request), request.path_params["form"]
        if form not in set(Form):
            raise NotFound("results.no_such_file")
        _, content = await self._services.reports.file(key, Form(form), locale_of(request))
        named = {"Content-Disposition": f'attachment; filename="viche-{key}.{form}"'}
        return Response(content, media_type=Form(form).media_type, headers=named)

    async def _published(self, key: int) -> Published | None:
        try:
            return await self._services.counting.results(key)
        except NotAllowed:
            return None

    async def _so_far(self, texts: Texts, key: int, phase: Phase) -> str | None:
        """Say how many voted while it is not known for what."""
        if phase not in (Phase.OPEN, Phase.CHECKING):
            return None
        return words.counted(texts, "public.so_far", await self._services.counting.n_ballots(key))
