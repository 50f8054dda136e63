"""How goals stand, and who wants to hear of it."""

from handlers.callbacks.packing import callback


@callback("pn1")
class OpenNews:
    """What changed on the goals that a person follows; `since` is a day as YYYYMMDD."""

    since: int


@callback("ps1")
class See:
    """Say whether one sees done what a report says; `how` is a `Sight`."""

    report: int
    how: str
