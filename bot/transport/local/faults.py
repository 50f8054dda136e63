"""Trouble on purpose: errors, lost answers, a server that is down."""

from dataclasses import dataclass

from bot.transport.local.refusals import Dropped, Refused, Unreachable


@dataclass(slots=True)
class _Planned:
    trouble: Refused | Dropped
    times: int


class Faults:
    """What will go wrong next, by method; the method "*" means any but getUpdates."""

    def __init__(self) -> None:
        self.down = False
        self._before: dict[str, list[_Planned]] = {}
        self._after: dict[str, list[_Planned]] = {}

    def plan_refusal(self, method: str, refusal: Refused, times: int) -> None:
        self._before.setdefault(method, []).append(_Planned(refusal, times))

    def plan_drop(self, method: str, times: int) -> None:
        self._after.setdefault(method, []).append(_Planned(Dropped(), times))

    def forget(self) -> None:
        self.down = False
        self._before.clear()
        self._after.clear()

    def before(self, method: str) -> None:
        if self.down:
            raise Unreachable
        if self._before:
            _strike(self._before, method)

    def after(self, method: str) -> None:
        if self._after:
            _strike(self._after, method)


def _strike(plans: dict[str, list[_Planned]], method: str) -> None:
    key = method if plans.get(method) or method == "getUpdates" else "*"
    waiting = plans.get(key)
    if not waiting:
        return
    planned = waiting[0]
    planned.times -= 1
    if planned.times == 0:
        waiting.pop(0)
    raise planned.trouble
