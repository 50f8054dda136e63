"""Charts and files of results: made in a process of their own, one at a time, and kept for a while for the next."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import structlog

from bot.domain.people import Locale
from bot.domain.published import Published
from bot.reports import chart, files
from bot.reports.files import Form
from bot.services.counting import Counting
from bot.services.entries import Entries
from bot.texts import Languages

log = structlog.get_logger()

MAX_KEPT_BYTES = 8 * 2**20
"""Some hundred charts, or the files of a hundred thousand ballots; what is larger is made anew each time."""

Made = TypeVar("Made", bytes, str)
T = TypeVar("T")


class RunAside(Protocol):
    """Runs a plain function of values that can be pickled beside the event loop."""

    def __call__(self, work: Callable[..., T], *given: Any) -> Awaitable[T]: ...


class Reports:
    def __init__(self, counting: Counting, entries: Entries, timezone: str, run_aside: RunAside) -> None:
        self._counting = counting
        self._entries = entries
        self._timezone = timezone
        self._languages = Languages(timezone)
        self._run_aside = run_aside
        self._one_at_a_time = asyncio.Lock()
        self._kept: dict[tuple[object, ...], Any] = {}

    async def picture(self, published: Published, locale: Locale) -> bytes | None:
        """Draw the chart for Telegram; None if it cannot be drawn, which is logged."""
        return await self._draw(published, locale, chart.draw_png, chart.N_IN_PICTURE)

    async def drawing(self, published: Published, locale: Locale) -> str | None:
        """Draw the chart for a page; None if it cannot be drawn, which is logged."""
        return await self._draw(published, locale, chart.draw_svg, None)

    async def file(self, key: int, form: Form, locale: Locale) -> tuple[Published, bytes]:
        """Write a file of a round's results.

        Errors: as `Counting.results`.
        """
        published = await self._counting.results(key)

        async def make() -> bytes:
            _, election = await self._counting.election(key)
            community = self._entries.library.communities.get(published.round.community)
            place = community.name if community else published.round.community
            return await self._run_aside(files.write, form, published, election, locale, self._timezone, place)

        return published, await self._once((form, locale, key, published.counted_at), make)

    async def _draw(
        self, published: Published, locale: Locale, draw: Callable[[chart.Spec], Made], n_shown: int | None
    ) -> Made | None:
        async def make() -> Made:
            return await self._run_aside(draw, chart.spec(published, self._languages[locale], n_shown))

        try:
            return await self._once((draw, locale, published.round.id, published.counted_at), make)
        except Exception:
            log.exception("a chart cannot be drawn", round=published.round.id)
            return None

    async def _once(self, key: tuple[object, ...], make: Callable[[], Awaitable[Made]]) -> Made:
        """Make what is not kept yet; the longest kept goes first when there is too much."""
        async with self._one_at_a_time:
            if key not in self._kept:
                self._kept[key] = await make()
            made: Made = self._kept[key]
            while sum(map(len, self._kept.values())) > MAX_KEPT_BYTES:
                del self._kept[next(iter(self._kept))]
            return made
