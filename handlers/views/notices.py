"""What the bot says of its own accord: one card for each kind of notice."""

from collections.abc import Callable, Mapping

from bot.domain.messages import Reply
from bot.domain.notices import ABOUT_FOLLOWED, MUTABLE, Notice, NoticeKind
from bot.reports.told import Params, told
from bot.texts import Texts
from handlers.callbacks import (
    AppealFeedback,
    Mute,
    OpenBallot,
    OpenDeskCard,
    OpenDigest,
    OpenDisputes,
    OpenEntry,
    OpenFeedback,
    OpenFollowed,
    OpenGap,
    OpenMenu,
    OpenNews,
    OpenResults,
    OpenRound,
    OpenRounds,
    Unmute,
)
from handlers.callbacks.broadcastdesk import OpenBroadcast
from handlers.views.buttons import Row, press
from handlers.views.ledger import seen_buttons


def notice(texts: Texts, fact: Notice) -> Reply:
    """Say a fact and lead to the very thing it is about; what can be stopped has a button for it."""
    rows: list[Row] = [_leads_to(texts, fact)]
    if fact.kind is NoticeKind.SEEN_ASKED:
        rows.append((press(texts.plain("notices.open_entry"), OpenEntry(fact.params["entry"], 0, 0)),))
    if fact.params.get("can_appeal"):
        rows.insert(0, (press(texts.plain("appeals.button"), AppealFeedback(fact.params["feedback"])),))
    if fact.kind in MUTABLE:
        rows.append((press(texts.plain(f"notices.enough_{fact.kind.value}"), Mute(fact.kind.value)),))
    return Reply(told(texts, fact), tuple(rows))


OPENS: Mapping[str, tuple[str, Callable[[Params], object]]] = {
    "round": ("notices.open_round", lambda p: OpenRound(p["round"])),
    "feedback": ("notices.open_feedback", lambda p: OpenFeedback(p["feedback"])),
    "entry": ("notices.open_entry", lambda p: OpenEntry(p["entry"], 0, 0)),
    "broadcast": ("broadcasts.open", lambda p: OpenBroadcast(p["broadcast"])),
    "gap": ("notices.open_gap", lambda p: OpenGap(p["gap"])),
}
"""Where a notice leads by what it is about, unless its kind says better."""

DISPUTES = ("notices.open_disputes", lambda p: OpenDisputes(p["round"]))
DESK = ("notices.open_feedback", lambda p: OpenDeskCard(p["feedback"]))
BALLOT = ("notices.open_ballot", lambda p: OpenBallot(p["round"], 0, 0))

OPENS_BY_KIND: Mapping[NoticeKind, tuple[str, Callable[[Params], object]]] = {
    NoticeKind.STAFF_FLAG: DISPUTES,
    NoticeKind.STAFF_VOID: DISPUTES,
    NoticeKind.STAFF_APPEAL: DISPUTES,
    NoticeKind.STAFF_ASSIGNED: DESK,
    NoticeKind.STAFF_DEADLINE: DESK,
    NoticeKind.STAFF_OVERDUE: DESK,
    NoticeKind.STAFF_REPLIED: DESK,
    NoticeKind.ROUND_REMINDER: BALLOT,
    NoticeKind.ROUND_EXTENDED: BALLOT,
    NoticeKind.BALLOT_RESTORED: BALLOT,
    NoticeKind.ROUND_RESULTS: ("notices.open_results", lambda p: OpenResults(p["round"])),
    NoticeKind.STAFF_DIGEST: ("digest.open", lambda p: OpenDigest(p["period"])),
    NoticeKind.PROGRESS: ("notices.open_news", lambda p: OpenNews(p["since"], 0)),
}


def muted(texts: Texts, kind: NoticeKind) -> Reply:
    """Confirm that a kind of notice stops, with the way back."""
    rows = (_stays(texts, kind), (press(texts.plain("notices.again"), Unmute(kind.value)),))
    return Reply(texts(f"notices.muted_{kind.value}"), rows)


def unmuted(texts: Texts, kind: NoticeKind) -> Reply:
    return Reply(texts("notices.unmuted"), (_stays(texts, kind),))


def _stays(texts: Texts, kind: NoticeKind) -> Row:
    """Lead to what a kind of notice is about."""
    if kind in ABOUT_FOLLOWED:
        return (press(texts.plain("follows.mine"), OpenFollowed(0)),)
    return (press(texts.plain("rounds.all"), OpenRounds()),)


def _leads_to(texts: Texts, fact: Notice) -> Row:
    if fact.kind is NoticeKind.SEEN_ASKED:
        return seen_buttons(texts, fact.params["report"])
    if fact.params.get("answer"):
        return (press(texts.plain("menu.button"), OpenMenu()),)
    about = next((OPENS[name] for name in OPENS if fact.params.get(name)), None)
    opens = OPENS_BY_KIND.get(fact.kind, about)
    if opens is None:
        return (press(texts.plain("menu.button"), OpenMenu()),)
    label, payload = opens
    return (press(texts.plain(label), payload(fact.params)),)
