"""A broadcast as residents see it."""

from collections.abc import Collection

from bot.domain.broadcasts import Broadcast, BroadcastKind, Lead, LeadKind
from bot.domain.messages import Button, Reply
from bot.texts import Texts
from handlers.callbacks import (
    KeepBroadcasts,
    MuteBroadcasts,
    OpenBroadcastKinds,
    OpenFollowed,
    OpenLead,
    UnmuteBroadcasts,
)
from handlers.views.buttons import Row, menu_row, press


def message(texts: Texts, broadcast: Broadcast) -> Reply:
    """Show what a broadcast says in somebody's language, with the way to hear no more of the kind."""
    content = broadcast.content(texts.locale)
    leads = tuple((_lead(broadcast.id, lead),) for lead in content.leads)
    enough = press(texts.plain("broadcasts.enough"), MuteBroadcasts(broadcast.id, broadcast.kind.value))
    return Reply(content.text, (*leads, (enough,)), files=content.files)


def withdrawn(texts: Texts) -> Reply:
    """Stand in the place of a broadcast that was taken back and could not be deleted."""
    return Reply(texts("broadcasts.withdrawn"))


def muted(texts: Texts, kind: BroadcastKind | None, broadcast: int) -> Reply:
    """Confirm that a kind stops, with the way back, and the way to stop all."""
    again = press(texts.plain("broadcasts.again"), UnmuteBroadcasts(kind.value if kind else ""))
    if kind is None:
        return Reply(texts("broadcasts.muted_all"), ((again,),))
    everything = press(texts.plain("broadcasts.enough_all"), MuteBroadcasts(broadcast, ""))
    what = texts.plain(f"broadcasts.kind_{kind.value}")
    return Reply(texts("broadcasts.muted", what=what), ((again,), (everything,)))


def unmuted(texts: Texts) -> Reply:
    return Reply(texts("broadcasts.unmuted"), ((kinds_button(texts),),))


def kinds(texts: Texts, muted: Collection[BroadcastKind | None]) -> Reply:
    """List what one gets, each kind with the button that changes it; None stands for all."""
    if None in muted:
        again = press(texts.plain("broadcasts.again_all"), KeepBroadcasts("", 1))
        return Reply(texts("broadcasts.none_wanted"), ((again,), menu_row(texts)))
    rows: list[Row] = []
    for kind in BroadcastKind:
        mark = "broadcasts.not_wanted" if kind in muted else "broadcasts.wanted"
        said = texts.plain(mark, kind=texts.plain(f"broadcasts.kind_{kind.value}"))
        rows.append((press(said, KeepBroadcasts(kind.value, int(kind in muted))),))
    rows.append((press(texts.plain("broadcasts.enough_all"), KeepBroadcasts("", 0)),))
    followed = (press(texts.plain("follows.mine"), OpenFollowed(0)),)
    return Reply(texts("broadcasts.what_you_get"), (*rows, followed, menu_row(texts)))


def kinds_button(texts: Texts) -> Button:
    return press(texts.plain("broadcasts.what_i_get"), OpenBroadcastKinds())


def _lead(broadcast: int, lead: Lead) -> Button:
    if lead.kind is LeadKind.PAGE:
        return Button(lead.label, url=lead.target)
    return press(lead.label, OpenLead(broadcast, lead.kind.value, int(lead.target)))
