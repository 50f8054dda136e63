"""Digests that come by themselves; `kind` is a `PeriodKind`."""

from handlers.callbacks.packing import callback


@callback("sub1")
class Subscribe:
    """Get the digest of a kind each time."""

    kind: str


@callback("sbo1")
class OpenSubscription:
    """Show when and how it comes."""

    kind: str


@callback("sbc1")
class ChooseSubscription:
    """Show what can be chosen for a `field` of `bot.domain.subscriptions.Subscription`."""

    kind: str
    field: str


@callback("sbs1")
class SetSubscription:
    """Set a `field`. Shapes: `choice` a number, a `Way`, or 1 and 0 for yes and no."""

    kind: str
    field: str
    choice: str


@callback("sbn1")
class Unsubscribe:
    kind: str


@callback("sba1")
class AskAddress:
    """Ask for the address to which letters go."""
