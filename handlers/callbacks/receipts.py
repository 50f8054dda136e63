"""Check that a ballot counts, and object where it does not."""

from handlers.callbacks.packing import callback


@callback("vf1")
class CheckReceipt:
    """Ask for a receipt."""


@callback("ap1")
class Appeal:
    """Ask why a void is wrong; `receipt` is shown for copying, it is not kept."""

    receipt: str


@callback("rs1")
class SendReceipts:
    """The public list of receipts as a file."""

    round: int
