"""Rounds as everybody sees them."""

from handlers.callbacks.packing import callback


@callback("vt1")
class Vote:
    """The sheet of the round that is open, or the list if there are several or none."""


@callback("rl1")
class OpenRounds:
    page: int = 0


@callback("r1")
class OpenRound:
    """What a round is about: conditions, corrections, where it stands."""

    round: int


@callback("co1")
class TellOfCoercion:
    """Tell staff that somebody is made to vote; `sure` 0 explains first."""

    round: int
    sure: int = 0


@callback("rr1")
class OpenResults:
    round: int


@callback("rd1")
class OpenDisputes:
    """What is doubtful about a round; for staff."""

    round: int


@callback("mu1")
class Mute:
    """Stop a kind of notice (`bot.domain.notices.NoticeKind`)."""

    kind: str


@callback("um1")
class Unmute:
    """Send a kind of notice again."""

    kind: str
