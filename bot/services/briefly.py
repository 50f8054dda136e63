"""Remember for a moment what many people look at, so that a crowd costs a few reads a second."""

from collections.abc import Awaitable, Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

FRESH_S = 2.0
"""How old what is shown may be when another process wrote; what this one writes is seen at once."""
MOST_KEPT = 10_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Briefly(Generic[K, V]):
    """Values by key, each for `FRESH_S` seconds or until it is forgotten; only those that may be so old at all."""

    def __init__(self, may_be_old: Callable[[V], bool] = lambda _: True) -> None:
        self._may_be_old = may_be_old
        self._kept: dict[K, tuple[float, V]] = {}
        self._n_changes = 0

    async def get(self, key: K, read: Callable[[], Awaitable[V]]) -> V:
        """Return what is kept, or read it; what was forgotten while it was read is not kept."""
        kept = self._kept.get(key)
        if kept is not None and monotonic() - kept[0] < FRESH_S:
            return kept[1]
        n_changes = self._n_changes
        began_at, value = monotonic(), await read()
        if n_changes == self._n_changes and self._may_be_old(value):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = (began_at, value)
        return value

    def forget(self) -> None:
        """Read everything anew: something was written."""
        self._n_changes += 1
        self._kept.clear()
