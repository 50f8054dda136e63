"""Buttons under a broadcast."""

from handlers.callbacks.packing import callback


@callback("bl1")
class OpenLead:
    """`kind` is a `LeadKind`, `target` the number of what the button leads to."""

    broadcast: int
    kind: str
    target: int


@callback("bm1")
class MuteBroadcasts:
    """`kind` is a `BroadcastKind`, empty for all; `broadcast` the one under which it was said, 0 for none."""

    broadcast: int
    kind: str


@callback("bu1")
class UnmuteBroadcasts:
    """`kind` is a `BroadcastKind`, empty for all."""

    kind: str


@callback("bk1")
class OpenBroadcastKinds: ...


@callback("bs1")
class KeepBroadcasts:
    """Whether one wants a kind, on the card of all kinds."""

    kind: str
    wanted: int
