"""Digests: open, take along."""

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
