"""Restrictions: how one is given, who has one, and what a banned person reads."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from bot.domain.feedback import HideReason
from bot.domain.messages import Reply
from bot.domain.restrictions import Restriction, RestrictionKind
from bot.domain.wording import shorten
from bot.reports.moderation import kept
from bot.services.restrictions import Restricted
from bot.texts import Texts
from handlers.callbacks import (
    AppealFeedback,
    Forget,
    LiftRestriction,
    OpenModerated,
    OpenModeration,
    OpenRestrictions,
    RestrictAuthor,
    SendMyData,
    Vote,
)
from handlers.views.buttons import Row, cut, pager, press

DAYS = (1, 3, 7, 30, 90)
PAGE = 5
MAX_QUOTED = 120


def ask_reason(texts: Texts, feedback: int, kind: RestrictionKind) -> Reply:
    rows = [
        (press(texts.plain(f"feedback.reason_{one.value}"), RestrictAuthor(feedback, kind.value, one.value, 0)),)
        for one in HideReason
    ]
    return Reply(texts(f"restrictions.why_{kind.value}"), (*rows, _back(texts, feedback)))


def ask_until(texts: Texts, feedback: int, kind: RestrictionKind, reason: HideReason, now: datetime) -> Reply:
    """Offer the usual ends; another one can be written."""
    ends = [(n, int((now + timedelta(days=n)).timestamp())) for n in DAYS]
    rows = [
        (press(texts.plain("restrictions.days", n=n), RestrictAuthor(feedback, kind.value, reason.value, until)),)
        for n, until in ends
    ]
    return Reply(texts("restrictions.ask_until"), (*rows, _back(texts, feedback)))


def check(
    texts: Texts, feedback: int, kind: RestrictionKind, reason: HideReason, until_at: datetime, now: datetime
) -> Reply:
    """Repeat an end that was written, and ask once."""
    why, until = texts.plain(f"feedback.reason_{reason.value}"), texts.formats.moment_from(until_at, now)
    act = RestrictAuthor(feedback, kind.value, reason.value, int(until_at.timestamp()))
    yes: Row = (press(texts.plain("restrictions.so"), act),)
    return Reply(texts(f"restrictions.check_{kind.value}", until=until, reason=why), (yes, _back(texts, feedback)))


def listed(texts: Texts, found: Sequence[Restricted], page: int, now: datetime) -> Reply:
    """List who is restricted by the texts for which they are, those first who will soon be free."""
    page, n_pages, part = cut(found, page, PAGE)
    lines = [f"{number}. {_line(texts, one, now)}" for number, one in enumerate(part, 1)]
    rows: list[Row] = []
    for number, one in enumerate(part, 1):
        lift = press(texts.plain("restrictions.lift_number", number=number), LiftRestriction(one.restriction.id))
        opens = one.restriction.feedback
        text = (press(texts.plain("restrictions.text_number", number=number), OpenModerated(opens)),) if opens else ()
        rows.append((lift, *text))
    rows += pager(texts, page, n_pages, [OpenRestrictions(number) for number in range(n_pages)])
    head = texts("restrictions.title") if found else texts("restrictions.none")
    to_heaps: Row = (press(texts.plain("moderation.to_heaps"), OpenModeration()),)
    return Reply("\n\n".join([head, *lines]), (*rows, to_heaps))


def banned(texts: Texts, one: Restriction, controller: str) -> Reply:
    """Say all that a banned person is told: until when, why, what stays theirs, and how to object."""
    parts = [escape(banned_in_short(texts, one)), texts("restrictions.rights")]
    parts.append(texts("restrictions.object_here") if one.feedback else texts("restrictions.object"))
    if controller:
        parts.append(texts("trust.where", controller=controller))
    rows: list[Row] = [(press(texts.plain("appeals.button"), AppealFeedback(one.feedback)),)] if one.feedback else []
    rows.append((press(texts.plain("rounds.vote"), Vote()),))
    rows.append((press(texts.plain("mydata.button"), SendMyData()), press(texts.plain("forget.button"), Forget("ask"))))
    return Reply("\n\n".join(parts), tuple(rows))


def banned_in_short(texts: Texts, one: Restriction) -> str:
    """Say until when and why; plain."""
    why, until = texts.plain(f"feedback.reason_{one.reason.value}"), texts.formats.moment(one.until_at)
    return texts.plain("restrictions.banned", until=until, reason=why)


def _line(texts: Texts, one: Restricted, now: datetime) -> str:
    said = kept(texts, one.restriction, now)
    return f"{said}\n<i>«{escape(shorten(one.text, MAX_QUOTED))}»</i>" if one.text else said


def _back(texts: Texts, feedback: int) -> Row:
    return (press(texts.plain("moderation.back"), OpenModerated(feedback)),)
