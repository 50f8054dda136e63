"""What the bot says of its own accord: one card for each kind of notice."""

from datetime import datetime

from bot.domain.messages import Reply
from bot.domain.notices import FOR_STAFF, MUTABLE, Notice, NoticeKind
from bot.texts import Texts
from handlers.callbacks import Mute, OpenBallot, OpenDisputes, OpenResults, OpenRound, OpenRounds, Unmute
from handlers.views.buttons import Row, press

TO_BALLOT = frozenset({NoticeKind.ROUND_REMINDER, NoticeKind.ROUND_EXTENDED, NoticeKind.BALLOT_RESTORED})


def notice(texts: Texts, told: Notice) -> Reply:
    """Say a fact and lead to the very thing it is about; what can be stopped has a button for it."""
    params = dict(told.params)
    if "closes_at" in params:
        params["closes_at"] = texts.formats.moment(datetime.fromisoformat(params["closes_at"]))
    if told.kind is NoticeKind.BALLOT_VOID:
        params["reason"] = texts.plain(f"voids.reason_{params['reason']}")
    if told.kind is NoticeKind.STAFF_FLAG:
        said = texts(f"notices.staff_flag_{params['flag']}", **params)
    else:
        said = texts(f"notices.{told.kind.value}", **params)
    rows: list[Row] = [_leads_to(texts, told)]
    if told.kind in MUTABLE:
        rows.append((press(texts.plain(f"notices.enough_{told.kind.value}"), Mute(told.kind.value)),))
    return Reply(said, tuple(rows))


def muted(texts: Texts, kind: NoticeKind) -> Reply:
    """Confirm that a kind of notice stops, with the way back."""
    rows = (
        (press(texts.plain("rounds.all"), OpenRounds()),),
        (press(texts.plain("notices.again"), Unmute(kind.value)),),
    )
    return Reply(texts(f"notices.muted_{kind.value}"), rows)


def unmuted(texts: Texts) -> Reply:
    return Reply(texts("notices.unmuted"), ((press(texts.plain("rounds.all"), OpenRounds()),),))


def _leads_to(texts: Texts, told: Notice) -> Row:
    round_ = int(told.params["round"])
    if told.kind in FOR_STAFF:
        return (press(texts.plain("notices.open_disputes"), OpenDisputes(round_)),)
    if told.kind in TO_BALLOT:
        return (press(texts.plain("notices.open_ballot"), OpenBallot(round_, 0, 0)),)
    if told.kind is NoticeKind.ROUND_RESULTS:
        return (press(texts.plain("notices.open_results"), OpenResults(round_)),)
    return (press(texts.plain("notices.open_round"), OpenRound(round_)),)
