"""An election and its outcome out, as a `.pb` file."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from bot.domain.tally import Election, MarkKind, Outcome, Rule

VOTE_TYPES = {MarkKind.APPROVAL: "approval", MarkKind.POINTS: "cumulative", MarkKind.RANKING: "ordinal"}


@dataclass(frozen=True, slots=True)
class About:
    """What a file says about its election besides votes. Shapes: `limits` are fields such as `max_length`."""

    description: str
    unit: str
    instance: str
    begins_on: date
    ends_on: date
    subunit: str = ""
    country: str = "Ukraine"
    language: str = "uk"
    currency: str = "UAH"
    limits: Mapping[str, int] = field(default_factory=dict)
    comment: str = ""


def write(election: Election, outcome: Outcome, about: About, names: Mapping[str, str], voters: Iterable[str]) -> bytes:
    """Write a file that agrees with itself: UTF-8 without a byte order mark, winners first, the counted votes.

    Projects stand in the order of their support, equals as the count put them, so that a recount of the file in its own
    order comes to the same. `voters` are as many random ids as there are voters: a ballot stands under an id that
    nobody knows, and identical ballots one after the other.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(["META"])
    rows.writerow(["key", "value"])
    rows.writerows((key, value) for key, value in _meta(election, outcome, about).items() if value != "")
    rows.writerow(["PROJECTS"])
    rows.writerows(_projects(election, outcome, names))
    rows.writerow(["VOTES"])
    rows.writerows(_votes(election, voters))
    return text.getvalue().encode()


def money(amount: int, unit: int) -> str:
    """Say an amount in the currency, without needless decimals."""
    whole, rest = divmod(amount, unit)
    return f"{whole}.{rest:0{len(str(unit)) - 1}}" if rest else str(whole)


def _meta(election: Election, outcome: Outcome, about: About) -> dict[str, object]:
    """List the fields in the order that Pabulib's checker wants."""
    left_out = any(standing.support < election.least_support for standing in outcome.standings)
    rule = {Rule.EQUAL_SHARES: "equalshares/add1", Rule.GREEDY: "greedy-threshold" if left_out else "greedy"}
    return {
        "description": about.description,
        "country": about.country,
        "unit": about.unit,
        "subunit": about.subunit,
        "instance": about.instance,
        "num_projects": len(election.projects),
        "num_votes": election.ballots.n_voters,
        "budget": "" if election.budget is None else money(election.budget, election.unit),
        "vote_type": VOTE_TYPES[election.kind],
        "rule": rule[outcome.rule],
        "date_begin": f"{about.begins_on:%d.%m.%Y}",
        "date_end": f"{about.ends_on:%d.%m.%Y}",
        **about.limits,
        "min_project_score_threshold": election.least_support if left_out else "",
        "language": about.language,
        "currency": about.currency,
        "comment": f"#1: {about.comment}" if about.comment else "",
    }


def _projects(election: Election, outcome: Outcome, names: Mapping[str, str]) -> Iterator[list[object]]:
    scored = election.kind is not MarkKind.APPROVAL
    yield ["project_id", "cost", "votes", *(["score"] if scored else []), "name", "selected"]
    costs = {project.id: money(project.cost, election.unit) for project in election.projects}
    won = {id_: place for place, id_ in enumerate(outcome.winners)}
    for one in sorted(outcome.standings, key=lambda one: (-one.support, won.get(one.project, len(won)))):
        score = [one.support] if scored else []
        name = " ".join(names.get(one.project, "").split())
        yield [one.project, costs[one.project], one.n_votes, *score, name, int(one.project in won)]


def _votes(election: Election, voters: Iterable[str]) -> Iterator[list[str]]:
    pointed = election.kind is MarkKind.POINTS
    yield ["voter_id", "vote", *(["points"] if pointed else []), "voting_method"]
    left = iter(voters)
    for marks, times in zip(election.ballots.marks, election.ballots.times, strict=True):
        order = -marks.astype(int) if pointed else marks
        places = [int(place) for place in order.argsort(kind="stable") if marks[place]]
        vote = ",".join(election.projects[place].id for place in places)
        points = [",".join(str(marks[place]) for place in places)] if pointed else []
        for voter in islice(left, int(times)):
            yield [voter, vote, *points, "internet"]
