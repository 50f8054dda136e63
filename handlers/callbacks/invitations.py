"""Roles given by a link."""

from handlers.callbacks.packing import callback


@callback("iv1")
class OpenInvitations:
    """The list of those that nobody took yet."""


@callback("im1")
class MakeInvitation:
    role: str


@callback("iw1")
class WithdrawInvitation:
    invitation: int


@callback("ia1")
class AcceptInvitation:
    token: str
