"""What the bot says of its own accord: one card for each kind of notice."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.messages import Reply
from bot.domain.notices import ABOUT_FOLLOWED, MUTABLE, Notice, NoticeKind
from bot.domain.wording import shorten
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
from handlers.views.buttons import Row, press
from handlers.views.ledger import seen_buttons

Params = Mapping[str, Any]
MAX_QUOTED = 300


def notice(texts: Texts, told: Notice) -> Reply:
    """Say a fact and lead to the very thing it is about; what can be stopped has a button for it."""
    params = {name: _in_words(texts, name, value) for name, value in told.params.items()}
    if told.kind in WORDS:
        params |= WORDS[told.kind](texts, told.params)
    if told.kind is NoticeKind.STAFF_FLAG:
        said = texts(f"notices.staff_flag_{params['flag']}", **params)
    else:
        said = texts(f"notices.{told.kind.value}", **params)
    rows: list[Row] = [_leads_to(texts, told)]
    if told.kind is NoticeKind.SEEN_ASKED:
        rows.append((press(texts.plain("notices.open_entry"), OpenEntry(told.params["entry"], 0, 0)),))
    if told.params.get("can_appeal"):
        rows.insert(0, (press(texts.plain("appeals.button"), AppealFeedback(told.params["feedback"])),))
    if told.kind in MUTABLE:
        rows.append((press(texts.plain(f"notices.enough_{told.kind.value}"), Mute(told.kind.value)),))
    return Reply(said, tuple(rows))


def _in_words(texts: Texts, name: str, value: Any) -> Any:
    """Turn a moment into the hromada's time, and cut what people wrote."""
    if name in ("closes_at", "until_at") and value:
        return texts.formats.moment(datetime.fromisoformat(value))
    if name == "about" and not value:
        return texts.plain("moderation.without_words")
    return shorten(value, MAX_QUOTED) if name in ("about", "question", "goal") else value


def _void(texts: Texts, params: Params) -> Params:
    return {"reason": texts.plain(f"voids.reason_{params['reason']}")}


def _state(texts: Texts, params: Params) -> Params:
    return {"state": texts.plain(f"feedback.state_{params['state']}")}


def _moderated(texts: Texts, params: Params) -> Params:
    reason = texts.plain(f"feedback.reason_{params['reason']}") if params["reason"] else ""
    return {"what": texts.plain(f"moderation.told_{params['how']}", reason=reason)}


def _restricted(texts: Texts, params: Params) -> Params:
    reason = texts.plain(f"feedback.reason_{params['reason']}")
    return {"what": texts.plain(f"restrictions.{params['kind']}"), "reason": reason}


def _assigned(texts: Texts, params: Params) -> Params:
    due = params["due_on"]
    return {"due": texts.formats.day(date.fromisoformat(due)) if due else texts.plain("feedback.no_deadline")}


def _shown(texts: Texts, params: Params) -> Params:
    return {"what": texts.plain("feedback.public_now" if params["public"] else "feedback.private_now")}


def _answered(texts: Texts, params: Params) -> Params:
    source = texts.plain("notices.source", source=params["source"]) if params["source"] else ""
    return {"answer": params["answer"] or texts.plain("notices.answered_by_goal"), "source": source}


WORDS: Mapping[NoticeKind, Callable[[Texts, Params], Params]] = {
    NoticeKind.BALLOT_VOID: _void,
    NoticeKind.FEEDBACK_STATE: _state,
    NoticeKind.FEEDBACK_HIDDEN: _moderated,
    NoticeKind.RESTRICTED: _restricted,
    NoticeKind.STAFF_ASSIGNED: _assigned,
    NoticeKind.STAFF_DEADLINE: _assigned,
    NoticeKind.STAFF_OVERDUE: _assigned,
    NoticeKind.FEEDBACK_SHOWN: _shown,
    NoticeKind.QUESTION_ANSWERED: _answered,
}
"""What some kinds say besides what they keep."""

OPENS: Mapping[str, tuple[str, Callable[[Params], object]]] = {
    "round": ("notices.open_round", lambda p: OpenRound(p["round"])),
    "feedback": ("notices.open_feedback", lambda p: OpenFeedback(p["feedback"])),
    "entry": ("notices.open_entry", lambda p: OpenEntry(p["entry"], 0, 0)),
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


def _leads_to(texts: Texts, told: Notice) -> Row:
    if told.kind is NoticeKind.SEEN_ASKED:
        return seen_buttons(texts, told.params["report"])
    if told.params.get("answer"):
        return (press(texts.plain("menu.button"), OpenMenu()),)
    about = next((OPENS[name] for name in OPENS if told.params.get(name)), None)
    opens = OPENS_BY_KIND.get(told.kind, about)
    if opens is None:
        return (press(texts.plain("menu.button"), OpenMenu()),)
    label, payload = opens
    return (press(texts.plain(label), payload(told.params)),)
