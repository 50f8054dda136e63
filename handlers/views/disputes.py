"""Doubtful ballots as staff see them: flags, proposals, appeals. Never a choice, never a person."""

from collections.abc import Sequence
from html import escape

from bot.domain.ballots import VOID_REASONS
from bot.domain.disputes import Appeal, Flag, Void
from bot.domain.messages import Reply
from bot.domain.wording import shorten
from bot.reports import disputes as words
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
    rows = _decisions(texts, shown, (flags, voids, appeals), me) if shown.can_be_decided else []
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
            code = words.receipt(appeal.receipt)
            yes = press(texts.plain("disputes.restore", receipt=code), DecideAppeal(key, appeal.receipt, 1))
            no = press(texts.plain("disputes.keep_void", receipt=code), DecideAppeal(key, appeal.receipt, 0))
            rows += [(yes,), (no,)]
    rows.append((press(texts.plain("disputes.by_receipt"), AskReceipt(key)),))
    return rows


def _flag(texts: Texts, flag: Flag) -> str:
    return escape(words.flag(texts, flag))


def _void(texts: Texts, void: Void, me: int | None) -> str:
    return texts(
        "disputes.void",
        number=void.id,
        what=words.target(texts, void),
        reason=texts.plain(f"voids.reason_{void.reason}"),
        state=words.standing(texts, void, me),
    )


def _appeal(texts: Texts, appeal: Appeal) -> str:
    text, receipt = shorten(appeal.text, MAX_APPEAL), words.receipt(appeal.receipt)
    return texts("disputes.appeal", receipt=receipt, text=text, state=words.answer(texts, appeal))


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
