"""What those who work for the hromada did."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Act:
    """`actor` is the key in `people`, None for the command line; `about` names the thing, such as `round:12`."""

    acted_at: datetime
    actor: int | None
    role: str
    action: str
    about: str
    detail: str = ""
