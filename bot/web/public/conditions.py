"""The conditions of a round, in words: a name and what holds, line by line."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.rounds import BallotKind, Round
from bot.reports import words
from bot.services.rounds import RoundView
from bot.texts import Texts

Conditions = list[tuple[str, list[str]]]


def conditions(round_: Round, texts: Texts) -> Conditions:
    return [(texts.plain(key), lines) for key, lines in _conditions(round_, texts) if lines]


def _conditions(round_: Round, texts: Texts) -> Iterator[tuple[str, list[str]]]:
    moment = texts.formats.moment
    yield "public.opens", [moment(round_.opens_at)] if round_.opens_at else []
    yield "public.closes", [moment(round_.closes_at)] if round_.closes_at else []
    yield "public.shows", [moment(round_.results_at)] if round_.results_at else []
    yield "public.who", [texts.plain(f"public.trust_{round_.least_trust.name.lower()}")]
    yield "public.declaration", [round_.declaration] if round_.declaration else []
    yield "public.ballot", [_ballot(round_, texts)]
    yield "public.budget", [] if round_.budget_kop is None else [texts.formats.money(round_.budget_kop)]
    yield "public.counting", words.method(round_, texts)


def _ballot(round_: Round, texts: Texts) -> str:
    match round_.ballot:
        case BallotKind.KNAPSACK:
            return texts.plain("public.ballot_knapsack")
        case BallotKind.CLASSES:
            named = [texts.plain("public.class", name=one.name, limit=one.limit) for one in round_.classes]
            return texts.plain("public.ballot_classes", classes=", ".join(named))
        case kind:
            limit = round_.limit
            return texts.plain(f"public.ballot_{kind.value}", n=limit, number=texts.formats.number(limit))


def corrections(view: RoundView, texts: Texts) -> list[str]:
    """Say what was changed after people may have read it."""
    said = []
    for one in view.corrections:
        moment = texts.formats.moment(one.corrected_at)
        if one.field == "closes_at":
            until, _, reason = one.after.partition(" ")
            until = texts.formats.moment(datetime.fromisoformat(until))
            said.append(texts.plain("public.extended", moment=moment, until=until, reason=reason))
        else:
            said.append(texts.plain("public.corrected", moment=moment, before=one.before, after=one.after))
    return said
