"""What was changed in a round after people could read it."""

from datetime import datetime

from bot.domain.rounds import Correction
from bot.domain.wording import shorten
from bot.services.rounds import RoundView
from bot.texts import Html, Texts

LONGEST = 150
"""Longest wording that is repeated, in characters; the whole of what is valid now stands in the round itself."""


def corrections(texts: Texts, view: RoundView, most: int) -> list[str]:
    """Say of each correction what it was and what it is now, and of an extension why; at most so many, the newest."""
    made = view.corrections[:most]
    said = [_extension(texts, one) if one.field == "closes_at" else _words(texts, view, one) for one in made]
    more = len(view.corrections) - len(made)
    return [*said, *([texts("corrections.more", n=more)] if more else [])]


def _extension(texts: Texts, one: Correction) -> Html:
    closes_at, _, reason = one.after.partition(" ")
    moment = texts.formats.moment(datetime.fromisoformat(closes_at))
    return texts("corrections.extended", moment=moment, reason=shorten(reason, 2 * LONGEST))


def _words(texts: Texts, view: RoundView, one: Correction) -> Html:
    option = view.sheet.by_id[one.option] if one.option is not None else None
    if option is None:
        what = texts.plain(f"corrections.{one.field}")
    else:
        what = texts.plain(f"corrections.option_{one.field}", title=shorten(option.title, 60))
    return texts(
        "corrections.words",
        what=what,
        before=shorten(one.before, LONGEST),
        after=shorten(one.after, LONGEST),
        moment=texts.formats.moment(one.corrected_at),
    )
