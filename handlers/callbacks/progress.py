"""How goals stand, and who wants to hear of it."""

from handlers.callbacks.packing import callback


@callback("kh1")
class OpenHistory:
    """Everything that was ever reported on a goal."""

    entry: int
    page: int


@callback("kd1")
class OpenOverdue:
    community: str
    page: int


@callback("kr1")
class OpenReport:
    """A report on a goal: begin it, or go on with it."""

    entry: int


@callback("ke1")
class AskOfGoal:
    """Ask for one of `bot.domain.progress.FIELDS`."""

    entry: int
    field: str


@callback("kc1")
class SayOfGoal:
    """Say what the button says: a status, or `none` for «unknown»."""

    entry: int
    field: str
    choice: str


@callback("kv1")
class SaveReport:
    entry: int


@callback("kf1")
class FollowGoal:
    """`value` is 1 to follow, 0 to stop; `page` and `question` are those of the goal's card."""

    entry: int
    value: int
    page: int
    question: int


@callback("kg1")
class FollowCommunity:
    """As `FollowGoal`."""

    community: str
    value: int


@callback("kl1")
class OpenFollowed:
    page: int


@callback("kx1")
class StopFollowing:
    """`what` and `key` are those of `bot.domain.progress.Follow`."""

    what: str
    key: str


@callback("kw1")
class OfferGoals:
    """The goals among a round's options, to be followed."""

    round: int
    page: int


@callback("ko1")
class FollowOption:
    """As `FollowGoal`, from that list."""

    round: int
    entry: int
    value: int
    page: int


@callback("pn1")
class OpenNews:
    """What changed on the goals that a person follows since a moment, in seconds since 1970."""

    since: int
    page: int


@callback("ps1")
class See:
    """Say whether one sees done what a report says; `how` is a `Sight`."""

    report: int
    how: str
