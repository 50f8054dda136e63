"""What moderators do with a text and with its author; and the author's word against it.

`how` is a `RestrictionKind`, `deed` a `Deed`, `kind` a `Waiting`, `reason` a `HideReason` or empty to be asked for it.
"""

from handlers.callbacks.packing import callback


@callback("moq1")
class OpenModeration: ...


@callback("mol1")
class OpenHeap:
    """A list of what waits, or of what the public reads."""

    kind: str
    page: int


@callback("moc1")
class OpenModerated:
    feedback: int


@callback("mor1")
class LetThrough:
    feedback: int


@callback("moh1")
class HideFeedback:
    feedback: int
    reason: str


@callback("mod1")
class DecideObjection:
    """`value` is 1 to grant the author's appeal."""

    feedback: int
    value: int


@callback("mou1")
class UndoModeration:
    feedback: int
    deed: str


@callback("mot1")
class OpenModerationTrail:
    page: int


@callback("moe1")
class RestrictAuthor:
    """`until` is a moment in seconds since 1970, 0 to be asked for it."""

    feedback: int
    how: str
    reason: str
    until: int


@callback("mok1")
class OpenRestrictions:
    page: int


@callback("mof1")
class LiftRestriction:
    restriction: int


@callback("moa1")
class AppealFeedback:
    """Ask the author why it should not be hidden, or why they should not be restricted for it."""

    feedback: int
