"""Rounds as everybody sees them."""

from handlers.callbacks.packing import callback


@callback("rl1")
class OpenRounds: ...


@callback("r1")
class OpenRound:
    """What a round is about: conditions, corrections, where it stands."""

    round: int


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
