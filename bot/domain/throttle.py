"""How often somebody may come: a token bucket for each."""

from collections.abc import Hashable
from dataclasses import dataclass

N_BUCKETS = 50_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float
    warned: bool = False


class Throttle:
    """`burst` times at once, `per_second` for ever. Kept in memory: nothing is lost when it is forgotten."""

    def __init__(self, burst: float, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: dict[Hashable, _Bucket] = {}

    def admit(self, who: Hashable, now_s: float) -> tuple[bool, bool]:
        """Return whether they may pass this time, and whether this is the moment to warn."""
        if len(self._buckets) > N_BUCKETS:
            self._buckets.clear()
        bucket = self._buckets.setdefault(who, _Bucket(self._burst, now_s))
        bucket.tokens = min(self._burst, bucket.tokens + (now_s - bucket.filled_at) * self._per_second)
        bucket.filled_at = now_s
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            bucket.warned = bucket.warned and bucket.tokens < self._burst / 2
            return True, False
        warn, bucket.warned = not bucket.warned, True
        return False, warn
