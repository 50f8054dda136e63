"""Rounds as staff and moderators see them."""

from handlers.callbacks.packing import callback


@callback("dk1")
class OpenDesk:
    page: int


@callback("dn1")
class BeginRound:
    """Empty to be asked for which community."""

    community: str


@callback("dm1")
class ManageRound:
    round: int


@callback("dv1")
class PreviewRound:
    round: int


@callback("dp1")
class PublishRound:
    round: int


@callback("dx1")
class RemoveDraft:
    """`how` is `ask` or `yes`."""

    round: int
    how: str


@callback("dt1")
class OpenTrail:
    round: int
    page: int


@callback("dq1")
class SendPoster:
    round: int


@callback("fe1")
class EditField:
    """Ask for a condition of a round by its name in `bot.domain.rounds.Round`."""

    round: int
    field: str


@callback("fs1")
class SetField:
    """Set a condition to what the button said; `choice` is read by `handlers/fields.py`."""

    round: int
    field: str
    choice: str


@callback("en1")
class AskToEnd:
    """`how` is `extended`, `cancelled` or `annulled`."""

    round: int
    how: str


@callback("eb1")
class ExtendBy:
    round: int
    hours: int


@callback("es1")
class EndRound:
    """The answer to the last question; the reason stands in the open flow."""

    round: int
    how: str
