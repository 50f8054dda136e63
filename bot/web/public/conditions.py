"""The conditions of a round and what was changed in it: names and sentences."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.rounds import Correction, Sheet
from bot.reports import conditions as words
from bot.services.rounds import RoundView
from bot.texts import Texts


def conditions(sheet: Sheet, texts: Texts) -> list[tuple[str, str]]:
    """What holds, by its name."""
    return [(texts.plain(key), said) for key, said in _conditions(sheet, texts) if said]


def _conditions(sheet: Sheet, texts: Texts) -> Iterator[tuple[str, str]]:
    round_, moment = sheet.round, texts.formats.moment
    yield "public.opens", moment(round_.opens_at) if round_.opens_at else ""
    yield "public.closes", moment(round_.closes_at) if round_.closes_at else ""
    yield "public.shows", moment(round_.results_at) if round_.results_at else ""
    yield "public.who", words.who_may_vote(round_, texts)
    yield "public.declaration", round_.declaration
    yield "public.ballot", words.how_to_vote(round_, texts)
    yield "public.budget", "" if round_.budget_kop is None else texts.formats.money(round_.budget_kop)
    yield "public.counting", words.rule_of(sheet, texts)


def corrections(view: RoundView, texts: Texts) -> list[str]:
    """Say what was changed after people may have read it, and of an extension why."""
    return [
        _extended(one, texts) if one.field == "closes_at" else _worded(view, one, texts) for one in view.corrections
    ]


def _extended(one: Correction, texts: Texts) -> str:
    until, _, reason = one.after.partition(" ")
    moment = texts.formats.moment(datetime.fromisoformat(until))
    return texts.plain("corrections.extended", moment=moment, reason=reason)


def _worded(view: RoundView, one: Correction, texts: Texts) -> str:
    option = view.sheet.by_id.get(one.option) if one.option is not None else None
    if option is None:
        what = texts.plain(f"corrections.{one.field}")
    else:
        what = texts.plain(f"corrections.option_{one.field}", title=option.title)
    moment = texts.formats.moment(one.corrected_at)
    return texts.plain("corrections.words", what=what, before=one.before, after=one.after, moment=moment)
