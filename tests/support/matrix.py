"""Who may do what when: an act tried by every role at every moment of a round, a second to each side of a boundary."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.app import open_services
from bot.domain.ballots import Ballot
from bot.domain.errors import DomainError
from bot.domain.people import Actor, Locale, Role
from bot.domain.rounds import ARCHIVE_AFTER, EndingKind, Option, Round
from bot.services import Services
from bot.settings import read_settings
from tests.support.databases import url_of
from tests.support.house import NOON, FakeClock, same_index

OPERATOR = Actor(0, Locale.UK, Role.OPERATOR)
OPENS, CLOSES, SHOWS = NOON + timedelta(days=1), NOON + timedelta(days=8), NOON + timedelta(days=10)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)

MOMENTS = {
    "draft": NOON,
    "announced": NOON,
    "before it opens": OPENS - SECOND,
    "as it opens": OPENS,
    "before it closes": CLOSES - SECOND,
    "as it closes": CLOSES,
    "before results": SHOWS - SECOND,
    "as results show": SHOWS,
    "archived": SHOWS + ARCHIVE_AFTER,
    "cancelled": OPENS + 2 * HOUR,
    "annulled": CLOSES + 2 * HOUR,
}
"""In the order of time; the round has been published in all but the first, and ended in the last two."""

NOBODY = frozenset()
EVERYBODY = frozenset(Role)
HELPERS = frozenset({Role.MODERATOR, Role.STAFF, Role.OPERATOR})
STAFF = frozenset({Role.STAFF, Role.OPERATOR})


def at(*names: str, may: frozenset[Role]) -> dict[str, frozenset[Role]]:
    """Say that these roles may at these moments."""
    return dict.fromkeys(names, may)


UNOPENED = ("announced", "before it opens")
OPEN = ("as it opens", "before it closes")
CHECKING = ("as it closes", "before results")
SHOWN = ("as results show", "archived")
ENDED = ("cancelled", "annulled")


@dataclass(frozen=True, slots=True)
class Stage:
    """Everybody who plays, each with a role and consent; the `colleague` is of the staff and acts beside them."""

    services: Services
    clock: FakeClock
    actors: dict[Role, Actor]
    voter: Actor
    colleague: Actor

    async def round(self, moment: str, meanwhile: Callable[[int, Ballot], Awaitable[object]] | None = None) -> int:
        """Make a round and let time pass until `moment`. As it opened the voter voted; then came `meanwhile`."""
        self.clock.now = NOON
        options = [Option(0, 0, 0, title) for title in ("Парк", "Школа", "Дорога", "Міст")]
        made = Round(0, "zhytomyr", "Назва", "Запитання", opens_at=OPENS, closes_at=CLOSES, results_at=SHOWS)
        rounds = self.services.rounds
        key = await rounds.store(OPERATOR, made, options)
        if moment != "draft":
            await rounds.publish(OPERATOR, key)
        if MOMENTS[moment] >= OPENS:
            self.clock.now = OPENS
            first = (await rounds.view(OPERATOR, key)).sheet.options[0]
            paper = await self.services.ballots.choose(self.voter, key, first.id, 1)
            if meanwhile:
                await meanwhile(key, paper.ballot)
        if moment in ENDED:
            self.clock.now = MOMENTS[moment] - HOUR
            await rounds.end(OPERATOR, key, EndingKind(moment), "Причина")
        self.clock.now = MOMENTS[moment]
        return key

    async def matrix(
        self,
        act: Callable[[Actor, int], Awaitable[object]],
        meanwhile: Callable[[int, Ballot], Awaitable[object]] | None = None,
    ) -> dict[str, frozenset[Role]]:
        """Let every role try an act at every moment, each on a round of its own; return who could."""
        found = {}
        for moment in MOMENTS:
            able = set()
            for role, actor in self.actors.items():
                key = await self.round(moment, meanwhile)
                try:
                    await act(actor, key)
                except DomainError:
                    continue
                able.add(role)
            found[moment] = frozenset(able)
        return {moment: able for moment, able in found.items() if able}


@asynccontextmanager
async def open_stage(path) -> AsyncIterator[Stage]:
    clock = FakeClock()
    settings = read_settings(_env_file=None, database_url=url_of(path), voter_key="a key of sixteen signs")
    async with open_services(settings, clock=clock, build_index=same_index) as (_, services):
        people = services.people

        async def someone(number: int, role: Role) -> Actor:
            await people.consent(await people.recognise(number, "uk"), Locale.UK)
            await people.grant(number, role)
            return await people.recognise(number, "uk")

        actors = {role: await someone(100 + number, role) for number, role in enumerate(Role)}
        yield Stage(services, clock, actors, await someone(200, Role.RESIDENT), await someone(300, Role.STAFF))
