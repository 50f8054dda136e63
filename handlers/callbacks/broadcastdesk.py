"""What moderators press to write a broadcast, send it and watch it.

`kind` is a `BroadcastKind` or a `LeadKind`, `deed` a `Deed`, `field` a field of `Audience`; where one is empty, it is
asked for.
"""

from bot.domain.people import Locale
from handlers.callbacks.packing import callback


@callback("bca1")
class OpenBroadcasts:
    """A list; `which` is a group of states in `handlers/views/broadcastlists.py`."""

    which: str
    page: int


@callback("bcb1")
class WriteBroadcast: ...


@callback("bcc1")
class OpenBroadcast:
    broadcast: int


@callback("bcd1")
class SayBroadcast:
    """Ask for the words in a language, or take them away (`wanted` 0)."""

    broadcast: int
    locale: Locale
    wanted: int


@callback("bce1")
class SetBroadcastKind:
    broadcast: int
    kind: str


@callback("bcf1")
class SetEmergency:
    broadcast: int
    wanted: int


@callback("bcg1")
class Aim:
    """Show for whom it is, or what can be chosen in a field."""

    broadcast: int
    field: str
    page: int


@callback("bch1")
class SetAim:
    """`target` counts from 1 in the list that was shown; of a goal it is the number. 0 takes the condition away."""

    broadcast: int
    field: str
    target: int


@callback("bci1")
class AimAtVotes:
    """`wanted`: those who have voted, else those who have not."""

    broadcast: int
    round: int
    wanted: int


@callback("bcj1")
class OpenLeads:
    broadcast: int


@callback("bck1")
class AddLead:
    broadcast: int
    kind: str


@callback("bcl1")
class PutLead:
    """`lead` is a `LeadKind` that has numbers."""

    broadcast: int
    lead: str
    target: int


@callback("bcm1")
class DropLead:
    """Take a button away, counted from 0."""

    broadcast: int
    place: int


@callback("bcn1")
class ScheduleBroadcast:
    broadcast: int


@callback("bco1")
class SetDue:
    """`until` is when it begins in Unix seconds, 0 for at once."""

    broadcast: int
    until: int


@callback("bcp1")
class PreviewBroadcast:
    broadcast: int


@callback("bcq1")
class ActOnBroadcast:
    """`since` is the broadcast's stamp when the button was made."""

    broadcast: int
    deed: str
    since: int
    sure: int


@callback("bcr1")
class CopyBroadcast:
    """`own`: to exactly those who got it."""

    broadcast: int
    own: int


@callback("bcs1")
class OpenBroadcastTrail:
    broadcast: int


@callback("bct1")
class StopEverything:
    sure: int


@callback("bcu1")
class GoOnWithEverything: ...
