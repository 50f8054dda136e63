"""What a round asks of a person before they vote: where they live, and who they are."""

from handlers.callbacks.packing import callback


@callback("ds1")
class OpenDistricts:
    round: int
    page: int = 0


@callback("lv1")
class LiveIn:
    """`district` is an index into the round's districts."""

    round: int
    district: int


@callback("ph1")
class SharePhone:
    round: int


@callback("cd1")
class EnterCode:
    round: int


@callback("cf1")
class OpenConfirmation:
    """How staff confirm a person."""

    round: int
