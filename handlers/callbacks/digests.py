"""Digests: open, take along, subscribe."""

from handlers.callbacks.packing import callback


@callback("dg1")
class OpenDigest:
    """`kind` is a `PeriodKind`; `everywhere` 1 for all communities, 0 for one's own."""

    kind: str
    everywhere: int = 0


@callback("dgf1")
class SendDigest:
    """`form` is how the file ends (`bot.reports.digest.forms.DigestForm`)."""

    kind: str
    everywhere: int
    form: str


@callback("dgs1")
class Subscribe:
    """Get the digest of a kind each time, or, with `wanted` 0, no more."""

    kind: str
    everywhere: int
    wanted: int
