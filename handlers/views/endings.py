"""Extend, cancel or annul a round: when, why, and one question before it happens."""

from datetime import datetime

from bot.domain.messages import Reply
from bot.domain.rounds import Round
from bot.texts import Texts
from handlers.callbacks import EndRound, ExtendBy
from handlers.views.buttons import Row, press
from handlers.views.fields import back_row

HOURS = (1, 3, 24, 72)


def ask_when(texts: Texts, round_: Round, now: datetime) -> Reply:
    """Ask until when a round is to go on."""
    assert round_.closes_at is not None, "only announced rounds are extended"
    rows: list[Row] = [(press(texts.plain("endings.hours", n=n), ExtendBy(round_.id, n)),) for n in HOURS]
    closes = texts.formats.moment_from(round_.closes_at, now)
    return Reply(texts("endings.ask_when", closes_at=closes), (*rows, back_row(texts, round_.id)))


def ask_why(texts: Texts, round_: Round, how: str) -> Reply:
    return Reply(texts(f"endings.why_{how}"), (back_row(texts, round_.id),))


def ask_sure(texts: Texts, round_: Round, how: str, reason: str, closes_at: datetime | None, now: datetime) -> Reply:
    """Repeat everything and ask once."""
    until = texts.formats.moment_from(closes_at, now) if closes_at else ""
    said = texts(f"endings.sure_{how}", title=round_.title, reason=reason, closes_at=until)
    yes: Row = (press(texts.plain(f"endings.yes_{how}"), EndRound(round_.id, how)),)
    return Reply(said, (yes, back_row(texts, round_.id)))
