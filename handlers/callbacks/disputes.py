"""Doubtful ballots, and codes that the office hands out."""

from handlers.callbacks.packing import callback


@callback("vr1")
class AskReceipt:
    round: int


@callback("vp1")
class VoidReceipt:
    """`reason` is empty to be asked for it."""

    round: int
    receipt: str
    reason: str


@callback("vi1")
class VoidInvitation:
    """As `VoidReceipt`, for all ballots that came over an invitation."""

    round: int
    via: str
    reason: str


@callback("vd1")
class DecideVoid:
    """`value` is 1 to confirm a colleague's proposal, 0 to reject it."""

    round: int
    void: int
    value: int


@callback("va1")
class DecideAppeal:
    """`value` is 1 to let the ballot count again."""

    round: int
    receipt: str
    value: int


@callback("ck1")
class OpenCodes:
    round: int


@callback("cg1")
class GiveCodes:
    """`serial` is the number that the first new code will have: pressed twice, it makes one sheet."""

    round: int
    n_codes: int
    serial: int
