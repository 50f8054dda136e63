"""What was changed in a round after people could read it."""

from datetime import datetime

from bot.domain.rounds import Correction
from bot.services.rounds import RoundView
from bot.texts import Html, Texts
from handlers.views.buttons import shorten

MOST = 5
LONGEST = 150
"""Corrections shown, the newest first, and signs of each wording: the card fits one message."""


def corrections(texts: Texts, view: RoundView) -> list[str]:
    """Say of each correction what it was and what it is now, and of an extension why."""
    made = view.corrections[:MOST]
    said = [_extension(texts, one) if one.field == "closes_at" else _words(texts, view, one) for one in made]
    more = len(view.corrections) - len(made)
    return [*said, *([texts("corrections.more", n=more)] if more else [])]


def _extension(texts: Texts, one: Correction) -> Html:
    closes_at, _, reason = one.after.partition(" ")
    moment = texts.formats.moment(datetime.fromisoformat(closes_at))
    return texts("corrections.extended", moment=moment, reason=shorten(reason, 2 * LONGEST))


def _words(texts: Texts, view: RoundView, one: Correction) -> Html:
    option = view.sheet.by_id.get(one.option) if one.option is not None else None
    what = texts.plain(f"corrections.{one.field}")
    if option is not None:
        what = texts.plain(f"corrections.option_{one.field}", title=shorten(option.title, 60))
    return texts(
        "corrections.words",
        what=what,
        before=shorten(one.before, LONGEST),
        after=shorten(one.after, LONGEST),
        moment=texts.formats.moment(one.corrected_at),
    )
