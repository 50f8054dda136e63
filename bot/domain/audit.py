"""What those who work for the hromada did."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Thing(StrEnum):
    """What acts are about; `Act.about` begins with it."""

    ROUND = "round"
    FEEDBACK = "feedback"
    GAP = "gap"
    ENTRY = "entry"
    BROADCAST = "broadcast"
    PERSON = "person"
    DESK = "desk"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Act:
    """`actor` is the key in `people`, None for the command line; `about` names the thing, such as `round:12`.

    `number` is its place in the trail, 0 before it has one.
    """

    acted_at: datetime
    actor: int | None
    role: str
    action: str
    about: str
    detail: str = ""
    number: int = 0

    @property
    def thing(self) -> str:
        return self.about.partition(":")[0]

    @property
    def key(self) -> int:
        """The number of the thing, 0 where it has none."""
        number = self.about.partition(":")[2]
        return int(number) if number.isdecimal() else 0


COMMAND_LINE = 0
"""Of `ActsWanted.actor`: who acted without being anybody in `people`."""


@dataclass(frozen=True, slots=True)
class ActsWanted:
    """Which acts are looked for; everything may be left open. Shapes: `about` one thing, as in `Act`."""

    thing: Thing | None = None
    about: str = ""
    actor: int | None = None
    action: str = ""
    first_on: date | None = None
    last_on: date | None = None
