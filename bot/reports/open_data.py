"""A round for programs: everything that is published, as JSON and as a `.pb` file that anybody can recount."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from random import SystemRandom
from typing import Any

from bot.domain import pabulib
from bot.domain.published import Published
from bot.domain.rounds import BallotKind, Option, Round
from bot.domain.tally import Election, Outcome
from bot.texts import Texts

VOTER_IDS = range(10**9, 10**10)


def write_json(published: Published, election: Election) -> bytes:
    """Write what is published; amounts in kopiykas, None for a number that is hidden, ballots grouped and nameless."""
    round_, results = published.round, published.results
    said = {
        "round": round_.id,
        "community": round_.community,
        "title": round_.title,
        "question": round_.question,
        "ballot": round_.ballot.value,
        "limit": round_.limit,
        "rule": round_.rule.value,
        "budget_kop": round_.budget_kop,
        "n_winners": round_.n_winners,
        "least_trust": round_.least_trust.name.lower(),
        "opened_at": _moment(round_.opens_at),
        "closed_at": _moment(round_.closes_at),
        "counted_at": _moment(published.counted_at),
        "receipts_sha256": published.receipts_hash,
        "n_ballots": results.n_ballots,
        "n_void": results.n_void,
        "options": [_option(option) for option in published.sheet.options],
        "outcomes": [_outcome(outcome) for outcome in results.outcomes.values()],
        "levels": [
            {"trust": one.trust.name.lower(), "n_ballots": one.n_ballots, "n_votes": one.n_votes}
            for one in published.levels
        ],
        "districts": [
            {
                "name": one.district.name if one.district else None,
                "population": one.district.population if one.district else None,
                "n_ballots": one.n_ballots,
            }
            for one in published.districts
        ],
        "ballots": _ballots(election),
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _option(option: Option) -> dict[str, Any]:
    names = ("id", "title", "details", "cost_kop", "author", "place", "topic", "option_class")
    return {name: getattr(option, name) for name in names}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule.value,
        "winners": [int(project) for project in outcome.winners],
        "spent_kop": outcome.spent,
        "standings": [
            {"option": int(one.project), "n_votes": one.n_votes, "support": one.support} for one in outcome.standings
        ],
        "ties": [
            {"first": int(tie.first), "among": [int(one) for one in tie.among], "by": tie.by.value}
            for tie in outcome.ties
        ],
        "share_kop": None if outcome.share is None else float(outcome.share),
        "prices_kop": {project: float(price) for project, price in outcome.prices.items()},
    }


def _ballots(election: Election) -> list[dict[str, Any]]:
    """Shapes: `choices` by option: 1 for chosen, points, or the place in a ranking."""
    ids = [project.id for project in election.projects]
    equal = zip(election.ballots.marks.tolist(), election.ballots.times.tolist(), strict=True)
    return [{"n": n, "choices": {ids[at]: mark for at, mark in enumerate(marks) if mark}} for marks, n in equal]


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def write_pb(published: Published, election: Election, texts: Texts, place: str) -> bytes:
    """Write the counted ballots under numbers drawn for this file. `place` is the community's name."""
    round_ = published.round
    assert round_.opens_at is not None, "a counted round has its times"
    assert round_.closes_at is not None
    about = pabulib.About(
        description=_one_line(round_.title),
        unit=_one_line(place),
        instance=str(round_.id),
        begins_on=texts.formats.local(round_.opens_at).date(),
        ends_on=texts.formats.local(round_.closes_at).date(),
        limits=_limits(round_),
    )
    if election.budget is None:
        election, about = _with_budget(election), replace(about, comment="no budget: every option costs 1")
    voters = map(str, SystemRandom().sample(VOTER_IDS, election.ballots.n_voters))
    names = {str(option.id): option.title for option in published.sheet.options}
    return pabulib.write(election, published.binding, about, names, voters)


def _with_budget(election: Election) -> Election:
    """Say «the first so many win» with costs, as files of this form have no other way."""
    n_winners = len(election.projects) if election.n_winners is None else election.n_winners
    projects = tuple(replace(project, cost=election.unit) for project in election.projects)
    return replace(election, projects=projects, budget=n_winners * election.unit, n_winners=None)


def _limits(round_: Round) -> Mapping[str, int]:
    match round_.ballot:
        case BallotKind.POINTS:
            return {"max_sum_points": round_.limit}
        case BallotKind.CLASSES:
            return {"min_length": 1, "max_length": sum(one.limit for one in round_.classes)}
        case BallotKind.KNAPSACK:
            return {}
        case _:
            return {"min_length": 1, "max_length": round_.limit}


def _one_line(text: str) -> str:
    return " ".join(text.split())
