"""What becomes of a broadcast with each person, and how many that makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DeliveryState(StrEnum):
    """`UNSURE`: Telegram gave no answer, so that it is not sent again. `STAYS`: it could not be taken back."""

    WAITING = "waiting"
    SENT = "sent"
    UNSURE = "unsure"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    MUTED = "muted"
    CAPPED = "capped"
    UNDONE = "undone"
    STAYS = "stays"


SKIPPED = frozenset({DeliveryState.MUTED, DeliveryState.UNREACHABLE, DeliveryState.CAPPED})
"""Why somebody of the audience gets nothing: they do not want this kind, blocked the bot, or had enough this month."""

TOLD = frozenset({DeliveryState.SENT, DeliveryState.UNSURE})
"""What counts as a push."""

GOT = TOLD | {DeliveryState.UNDONE, DeliveryState.STAYS}
"""Who may have read it, also if it was taken back since."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of a broadcast are in which state, and how many of them did something with it."""

    by_state: Mapping[DeliveryState, int]
    n_opened: int = 0
    n_replied: int = 0
    n_muted: int = 0

    def n(self, *states: DeliveryState) -> int:
        return sum(self.by_state.get(state, 0) for state in states)

    @classmethod
    def read(cls, kept: Mapping[str, int]) -> "Tally":
        """Read what `written` wrote."""
        by_state = {state: kept[state.value] for state in DeliveryState if state.value in kept}
        return cls(by_state, *(kept[name] for name in ("n_opened", "n_replied", "n_muted")))

    def written(self) -> dict[str, int]:
        """Write it as JSON values."""
        did = {"n_opened": self.n_opened, "n_replied": self.n_replied, "n_muted": self.n_muted}
        return {state.value: n for state, n in self.by_state.items()} | did

    @property
    def n_people(self) -> int:
        return sum(self.by_state.values())
