"""The conditions of a round in sentences without markup: the same on the card and on the page."""

from bot.domain.rounds import BallotKind, Round, Sheet
from bot.domain.tally import Rule
from bot.texts import Texts


def who_may_vote(round_: Round, texts: Texts) -> str:
    return texts.plain(f"rounds.who_{round_.least_trust.name.lower()}")


def how_to_vote(round_: Round, texts: Texts) -> str:
    """Say what a ballot of this round allows."""
    match round_.ballot:
        case BallotKind.CLASSES:
            limits = "; ".join(
                texts.plain("rounds.class_limit", name=one.name, limit=one.limit) for one in round_.classes
            )
            return texts.plain("rounds.how_classes", limits=limits)
        case BallotKind.KNAPSACK:
            return texts.plain("rounds.how_knapsack", budget=texts.formats.money(round_.budget_kop or 0))
        case BallotKind.POINTS:
            return texts.plain("rounds.how_points", n=round_.limit)
        case BallotKind.RANKING:
            return texts.plain("rounds.how_ranking", n=round_.limit)
        case BallotKind.APPROVAL:
            return texts.plain("rounds.how_approval", n=round_.limit)


def rule_of(sheet: Sheet, texts: Texts) -> str:
    """Say in plain words how votes are counted and what happens to equals."""
    round_ = sheet.round
    is_pointed = round_.ballot in (BallotKind.POINTS, BallotKind.RANKING)
    by = texts.plain("rounds.by_points" if is_pointed else "rounds.by_votes")
    if round_.rule is Rule.EQUAL_SHARES:
        said = [texts.plain("rounds.rule_shares")]
    elif round_.budget_kop is not None:
        said = [texts.plain("rounds.rule_budget", by=by)]
    elif round_.n_winners is not None:
        said = [texts.plain("rounds.rule_winners", by=by, n=round_.n_winners)]
    else:
        said = [texts.plain("rounds.rule_order", by=by)]
    if round_.ballot is BallotKind.RANKING:
        said.append(texts.plain("rounds.rule_places"))
    return " ".join([*said, _ties(sheet, texts)])


def _ties(sheet: Sheet, texts: Texts) -> str:
    if sheet.round.rule is Rule.EQUAL_SHARES:
        return texts.plain("rounds.ties_shares")
    has_costs = any(option.cost_kop for option in sheet.options)
    return texts.plain("rounds.ties_cost" if has_costs else "rounds.ties_order")
