"""Whom a broadcast is for: residents by what they told the bot, never by what they chose."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain.errors import NotAllowed
from bot.domain.people import Locale

MAX_PEOPLE = 100
"""Longest list of single people."""

SMALLEST = 5
"""Fewer people are not shown as a number where it would tell who voted (the same as in results)."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Those who have a ballot in a round, or those of its community who have none. Only while it is open."""

    round: int
    has_voted: bool


@dataclass(frozen=True, slots=True)
class Received:
    """Those who got another broadcast. `tells_votes`: it was for people who voted, or did not.

    `is_first`: nobody has corrected that one yet, so that this passes the monthly cap and does not count.
    """

    broadcast: int
    tells_votes: bool = False
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Who fits everything that is given; with nothing given, everybody who uses the bot.

    Shapes: `settlement` is where somebody says they live; `wrote_about`, a settlement too, and `topic` are those of
    feedback that somebody sent; `entry` a goal that somebody follows, with the goals above it; `people` are numbers of
    `people`. `vote` and `received` stand alone, `settlement` with nothing but its community.
    """

    community: str | None = None
    locale: Locale | None = None
    settlement: str | None = None
    wrote_about: str | None = None
    topic: str | None = None
    entry: int | None = None
    vote: Vote | None = None
    people: tuple[int, ...] = ()
    received: Received | None = None

    def __post_init__(self) -> None:
        if self.vote is not None and replace(self, vote=None) != Audience():
            # With a second condition one could ask of a single person whether they voted.
            raise NotAllowed("broadcasts.vote_alone")
        if self.settlement is not None and replace(self, settlement=None, community=None) != Audience():
            raise NotAllowed("broadcasts.settlement_alone")
        if self.received is not None and replace(self, received=None) != Audience():
            raise NotAllowed("broadcasts.received_alone")
        if len(self.people) > MAX_PEOPLE:
            raise NotAllowed("broadcasts.list_too_long", limit=MAX_PEOPLE)

    @property
    def tells_votes(self) -> bool:
        """Say whether it shows who voted, or did not."""
        return self.vote is not None or (self.received is not None and self.received.tells_votes)

    def without_people(self) -> "Audience":
        """Keep of a list of people how long it was: numbers that are nobody's."""
        return replace(self, people=(0,) * len(self.people))


def is_free(audience: Audience) -> bool:
    """Say whether it reaches people beyond their monthly cap: whoever got the wrong date has to get the right one."""
    return audience.received is not None and audience.received.is_first


def written(audience: Audience) -> dict[str, Any]:
    """Write an audience as JSON values."""
    return {name: value for name, value in asdict(audience).items() if value}


def read(kept: Mapping[str, Any]) -> Audience:
    """Read what `written` wrote."""
    found = dict(kept)
    if "locale" in found:
        found["locale"] = Locale(found["locale"])
    if "vote" in found:
        found["vote"] = Vote(**found["vote"])
    if "received" in found:
        found["received"] = Received(**found["received"])
    return Audience(**found | {"people": tuple(found.get("people", ()))})
