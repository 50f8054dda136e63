"""What came of a round: both counts, who took part at which level of trust and in which district."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from bot.domain.ballots import WITHDRAWN, Choices, code_of
from bot.domain.hiding import hide_small
from bot.domain.rounds import BallotKind, Sheet, Trust
from bot.domain.tally import Ballots, Election, MarkKind, Outcome, Project, Rule, Standing, Tie, TieBreak, count


@dataclass(frozen=True, slots=True)
class EqualBallots:
    """`n` ballots that are the same in all that is counted."""

    choices: Choices
    trust: Trust
    district: int | None
    n: int


@dataclass(frozen=True, slots=True)
class Level:
    """What the voters of one level of trust chose.

    Shapes: `n_votes` by option: how many ballots name it; None where so few would tell who chose what.
    """

    trust: Trust
    n_ballots: int
    n_votes: Mapping[int, int] | None


@dataclass(frozen=True, slots=True)
class Results:
    """Shapes: `outcomes` hold both rules where there is a budget; `by_district` one number per district."""

    n_ballots: int
    n_void: int
    outcomes: Mapping[Rule, Outcome]
    levels: tuple[Level, ...]
    by_district: tuple[int, ...]


def election_of(sheet: Sheet, ballots: Iterable[EqualBallots]) -> Election:
    """Turn a round and its ballots into what is counted. Project ids are the options' numbers, in the round's order."""
    places = {option.id: place for place, option in enumerate(sheet.options)}
    votes = ((tuple((places[o], mark) for o, mark in one.choices.items()), one.n) for one in ballots)
    kinds = {BallotKind.POINTS: MarkKind.POINTS, BallotKind.RANKING: MarkKind.RANKING}
    return Election(
        projects=tuple(Project(str(option.id), option.cost_kop or 0) for option in sheet.options),
        ballots=Ballots.of_equals(votes, len(sheet.options)),
        kind=kinds.get(sheet.round.ballot, MarkKind.APPROVAL),
        budget=sheet.round.budget_kop,
        n_winners=sheet.round.n_winners,
    )


def count_all(election: Election) -> dict[Rule, Outcome]:
    """Count by both rules where there is a budget, else by most votes. Long: run it aside."""
    rules = Rule if election.budget is not None else (Rule.GREEDY,)
    return {rule: count(election, rule) for rule in rules}


def results_of(sheet: Sheet, ballots: Sequence[EqualBallots], n_void: int, outcomes: Mapping[Rule, Outcome]) -> Results:
    """Gather everything that is shown of a round."""
    districts = Counter[int | None]()
    for one in ballots:
        districts[one.district] += one.n
    n_by_level = {trust: sum(one.n for one in ballots if one.trust is trust) for trust in Trust}
    rare = rare_levels(n_by_level)
    return Results(
        sum(one.n for one in ballots),
        n_void,
        outcomes,
        tuple(
            Level(trust, n, None if trust in rare else _votes(one for one in ballots if one.trust is trust))
            for trust, n in n_by_level.items()
            if n
        ),
        tuple(districts[index] for index in range(len(sheet.round.districts))),
    )


def _votes(ballots: Iterable[EqualBallots]) -> Counter[int]:
    """Say how many ballots name each option."""
    n_votes = Counter[int]()
    for one in ballots:
        for option in one.choices:
            n_votes[option] += one.n
    return n_votes


def rare_levels(n_by_level: Mapping[Trust, int]) -> set[Trust]:
    """Name the levels of which nothing but their size may be known."""
    shown = zip(n_by_level, hide_small(list(n_by_level.values())), strict=True)
    return {trust for trust, number in shown if number is None}


def receipts_list(receipts: Iterable[tuple[str, int, str | None]]) -> bytes:
    """Write the public list of receipts: a line each, its state behind it, as everybody can hash it again.

    Shapes: `K7MQ2-X9P4R-3 counted`, `… withdrawn`, `… void: bought`; UTF-8, lines end with a line feed.
    """
    lines = [f"{code_of(receipt, version)} {_state(why)}\n" for receipt, version, why in receipts]
    return "".join(lines).encode()


def _state(why: str | None) -> str:
    if why is None or why == WITHDRAWN:
        return why or "counted"
    return f"void: {why}"


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return sha256(content).hexdigest()


def to_json(results: Results) -> dict[str, Any]:
    """Write results as JSON values; fractions stay exact as `a/b`."""
    return {
        "n_ballots": results.n_ballots,
        "n_void": results.n_void,
        "outcomes": [_outcome_to_json(outcome) for outcome in results.outcomes.values()],
        "levels": [
            {
                "trust": int(one.trust),
                "n_ballots": one.n_ballots,
                "n_votes": None if one.n_votes is None else sorted(one.n_votes.items()),
            }
            for one in results.levels
        ],
        "by_district": list(results.by_district),
    }


def from_json(written: Mapping[str, Any]) -> Results:
    """Read what `to_json` wrote."""
    outcomes = [_outcome_from_json(one) for one in written["outcomes"]]
    return Results(
        written["n_ballots"],
        written["n_void"],
        {outcome.rule: outcome for outcome in outcomes},
        tuple(_level_from_json(one) for one in written["levels"]),
        tuple(written["by_district"]),
    )


def _level_from_json(written: Mapping[str, Any]) -> Level:
    n_votes = written["n_votes"]
    return Level(Trust(written["trust"]), written["n_ballots"], None if n_votes is None else dict(n_votes))


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule.value,
        "winners": list(outcome.winners),
        "spent": outcome.spent,
        "budget": outcome.budget,
        "standings": [
            asdict(one) | {"effective": _exact(one.effective), "money_left": _exact(one.money_left)}
            for one in outcome.standings
        ],
        "ties": [{"first": tie.first, "among": list(tie.among), "by": tie.by.value} for tie in outcome.ties],
        "share": _exact(outcome.share),
        "prices": {project: str(price) for project, price in outcome.prices.items()},
    }


def _outcome_from_json(written: Mapping[str, Any]) -> Outcome:
    return Outcome(
        Rule(written["rule"]),
        tuple(written["winners"]),
        written["spent"],
        written["budget"],
        tuple(
            Standing(
                one["project"],
                one["n_votes"],
                one["support"],
                _fraction(one["effective"]),
                _fraction(one["money_left"]),
            )
            for one in written["standings"]
        ),
        tuple(Tie(tie["first"], tuple(tie["among"]), TieBreak(tie["by"])) for tie in written["ties"]),
        _fraction(written["share"]),
        {project: Fraction(price) for project, price in written["prices"].items()},
    )


def _exact(fraction: Fraction | None) -> str | None:
    return None if fraction is None else str(fraction)


def _fraction(written: str | None) -> Fraction | None:
    return None if written is None else Fraction(written)
