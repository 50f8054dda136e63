"""Doubtful ballots as staff see them: flags, proposals, appeals. Never a choice, never a person."""

from collections.abc import Sequence

from bot.domain.ballots import VOID_REASONS
from bot.domain.disputes import Appeal, Flag, Void
from bot.domain.messages import Reply
from bot.domain.rounds import Phase
from bot.domain.wording import shorten
from bot.services.disputes import Disputed
from bot.texts import Texts
from handlers.callbacks import (
    AskReceipt,
    DecideAppeal,
    DecideVoid,
    ManageRound,
    OpenDisputes,
    VoidInvitation,
    VoidReceipt,
)
from handlers.views.buttons import Row, press

LATEST = 8
"""So many of each kind are shown; a round with more is looked at in the trail."""

MAX_APPEAL = 200


def disputes(texts: Texts, shown: Disputed, me: int | None, note: str = "") -> Reply:
    """Show everything doubtful, and what this person can decide."""
    can_decide = shown.phase in (Phase.OPEN, Phase.CHECKING) and shown.round.sealed_at is None
    flags, voids, appeals = shown.flags[-LATEST:], shown.voids[:LATEST], shown.appeals[-LATEST:]
    parts = [
        *([note] if note else []),
        texts("disputes.head", title=shown.round.title),
        *(_flag(texts, flag) for flag in flags),
        *(_void(texts, void, me) for void in voids),
        *(_appeal(texts, appeal) for appeal in appeals),
    ]
    if not (flags or voids or appeals):
        parts.append(texts("disputes.none"))
    rows = _decisions(texts, shown, (flags, voids, appeals), me) if can_decide else []
    rows.append((press(texts.plain("desk.to_round"), ManageRound(shown.round.id)),))
    return Reply("\n\n".join(parts), tuple(rows))


def _decisions(
    texts: Texts, shown: Disputed, parts: tuple[Sequence[Flag], Sequence[Void], Sequence[Appeal]], me: int | None
) -> list[Row]:
    key = shown.round.id
    flags, voids, appeals = parts
    rows: list[Row] = [
        (press(texts.plain("disputes.void_invitation", via=flag.source), VoidInvitation(key, flag.source, "")),)
        for flag in flags
        if flag.kind == "burst"
    ]
    for void in voids:
        if void.granted is None and void.proposed_by != me:
            yes = press(texts.plain("disputes.grant", number=void.id), DecideVoid(key, void.id, 1))
            no = press(texts.plain("disputes.reject", number=void.id), DecideVoid(key, void.id, 0))
            rows.append((yes, no))
    for appeal in appeals:
        if appeal.granted is None:
            code = _receipt(appeal.receipt)
            yes = press(texts.plain("disputes.restore", receipt=code), DecideAppeal(key, appeal.receipt, 1))
            no = press(texts.plain("disputes.keep_void", receipt=code), DecideAppeal(key, appeal.receipt, 0))
            rows += [(yes,), (no,)]
    rows.append((press(texts.plain("disputes.by_receipt"), AskReceipt(key)),))
    return rows


def _flag(texts: Texts, flag: Flag) -> str:
    when = texts.formats.moment(flag.raised_at)
    return texts(f"disputes.flag_{flag.kind}", n=flag.n_times, via=flag.source, when=when)


def _void(texts: Texts, void: Void, me: int | None) -> str:
    if void.receipt is not None:
        what = texts.plain("disputes.one_ballot", receipt=_receipt(void.receipt))
    else:
        what = texts.plain("disputes.by_invitation", via=void.via)
    state = {True: "granted", False: "rejected", None: "mine" if void.proposed_by == me else "waits"}[void.granted]
    return texts(
        "disputes.void",
        number=void.id,
        what=what,
        reason=texts.plain(f"voids.reason_{void.reason}"),
        state=texts.plain(f"disputes.state_{state}"),
    )


def _appeal(texts: Texts, appeal: Appeal) -> str:
    state = {True: "restored", False: "stays", None: "waits"}[appeal.granted]
    text = shorten(appeal.text, MAX_APPEAL)
    said = texts.plain(f"disputes.appeal_{state}")
    return texts("disputes.appeal", receipt=_receipt(appeal.receipt), text=text, state=said)


def _receipt(body: str) -> str:
    return f"{body[:5]}-{body[5:]}"


def ask_receipt(texts: Texts, round_: int) -> Reply:
    return Reply(texts("disputes.ask_receipt"), (_back(texts, round_),))


def ask_reason(texts: Texts, round_: int, *, receipt: str = "", via: str = "") -> Reply:
    """Ask why one ballot, or all over an invitation, should not count."""
    rows: list[Row] = []
    for reason in VOID_REASONS:
        act = VoidReceipt(round_, receipt, reason) if receipt else VoidInvitation(round_, via, reason)
        rows.append((press(texts.plain(f"voids.reason_{reason}"), act),))
    said = texts("disputes.why_receipt", receipt=receipt) if receipt else texts("disputes.why_invitation", via=via)
    return Reply(said, (*rows, _back(texts, round_)))


def _back(texts: Texts, round_: int) -> Row:
    return (press(texts.plain("fields.back"), OpenDisputes(round_)),)
