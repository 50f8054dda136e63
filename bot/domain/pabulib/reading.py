"""A `.pb` file in, an election out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from bot.domain.errors import DomainError
from bot.domain.pabulib.tables import Row, Table, decimals, need, number, read_tables
from bot.domain.tally import Ballots, Election, MarkKind, Project, Vote, borda

KINDS = {
    "approval": MarkKind.APPROVAL,
    "choose-1": MarkKind.APPROVAL,
    "ordinal": MarkKind.RANKING,
    "cumulative": MarkKind.POINTS,
    "scoring": MarkKind.POINTS,
}
MAX_POINTS = 10**6


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """What a file holds.

    Shapes: `meta` as written; `names` by project id; `selected` the ids that the file calls winners, None if it does
    not say; `oddities` what does not agree with itself, to be told and otherwise ignored.
    """

    election: Election
    meta: dict[str, str]
    names: dict[str, str]
    selected: frozenset[str] | None
    oddities: tuple[DomainError, ...]


def parse(content: bytes) -> PabulibFile:
    """Read a file.

    A project that nobody chose can win what is left over, as in pabutools and in Pabulib's checker, unless the file has
    a `min_project_score_threshold`.

    Errors: keys `pabulib.*`, with the line where there is one.
    """
    tables = read_tables(content)
    meta = {row.get("key").lower(): row for row in tables["meta"].rows}
    costs = _costs(tables["projects"])
    budget = _meta_number(meta, "budget")
    unit = decimals([*costs.values(), budget or Fraction(0)])
    kind = _kind(meta, tables)
    votes, whole = _votes(tables, list(costs), kind, _meta_number(meta, "default_score", least=None) or Fraction(0))
    election = Election(
        projects=tuple(Project(id_, int(cost * unit)) for id_, cost in costs.items()),
        ballots=Ballots.of(votes, len(costs)),
        kind=kind,
        budget=None if budget is None else int(budget * unit),
        unit=unit,
        least_support=ceil((_meta_number(meta, "min_project_score_threshold") or 0) * whole),
    )
    rows = tables["projects"].rows
    return PabulibFile(
        election=_counted_as_the_file_does(election, meta, rows),
        meta={key: row.get("value") for key, row in meta.items()},
        names={row.get("project_id"): row.get("name") for row in rows},
        selected=_selected(tables["projects"]),
        oddities=tuple(_oddities(meta, {"num_projects": len(costs), "num_votes": len(votes)})),
    )


def _meta_number(meta: dict[str, Row], key: str, *, least: int | None = 0) -> Fraction | None:
    value = meta[key].get("value") if key in meta else ""
    return number(value, meta[key].line, key, least=least) if value else None


def _costs(table: Table) -> dict[str, Fraction]:
    for column in ("project_id", "cost"):
        need(table, "PROJECTS", column)
    costs: dict[str, Fraction] = {}
    for row in table.rows:
        id_ = row.get("project_id")
        if not id_ or id_ in costs:
            raise DomainError("pabulib.project_twice", line=row.line, project=id_)
        costs[id_] = number(row.get("cost"), row.line, "cost")
    if not costs:
        raise DomainError("pabulib.no_projects")
    return costs


def _kind(meta: dict[str, Row], tables: dict[str, Table]) -> MarkKind:
    """Tell what the ballots are; a file that does not say has points if it has a column of them."""
    said = meta["vote_type"].get("value").lower() if "vote_type" in meta else ""
    if said in KINDS:
        return KINDS[said]
    if said:
        raise DomainError("pabulib.vote_type", value=said, known=", ".join(KINDS))
    has_points = "votes" in tables and "points" in tables["votes"].columns
    return MarkKind.POINTS if has_points else MarkKind.APPROVAL


def _votes(tables: dict[str, Table], ids: list[str], kind: MarkKind, default: Fraction) -> tuple[list[Vote], int]:
    """Read the ballots, and say with what points were multiplied to make them whole."""
    if "votes" not in tables or not tables["votes"].rows:
        raise DomainError("pabulib.no_votes")
    table, places = tables["votes"], {id_: place for place, id_ in enumerate(ids)}
    need(table, "VOTES", "vote")
    named = [_named(row, places) for row in table.rows]
    if kind is MarkKind.RANKING:
        return [tuple((place, at) for at, place in enumerate(dict.fromkeys(one), start=1)) for one in named], 1
    if kind is MarkKind.APPROVAL:
        return [tuple((place, 1) for place in sorted(set(one))) for one in named], 1
    need(table, "VOTES", "points")
    values = _point_values(table)
    whole = decimals([default, *values.values()])
    marks = {text: int(value * whole) for text, value in values.items()}
    others = dict.fromkeys(range(len(ids)), int(default * whole)) if default else {}
    given = (zip(one, _given(row, len(one)), strict=True) for row, one in zip(table.rows, named, strict=True))
    return [tuple((others | {place: marks[text] for place, text in one}).items()) for one in given], whole


def _named(row: Row, places: dict[str, int]) -> list[int]:
    """Read the projects that a vote names, in its order; an empty vote names none."""
    names = [name.strip() for name in row.get("vote").split(",")]
    try:
        return [places[name] for name in names if name]
    except KeyError as error:
        raise DomainError("pabulib.unknown_project", line=row.line, project=error.args[0]) from error


def _point_values(table: Table) -> dict[str, Fraction]:
    """Read every different number of points once."""
    values: dict[str, Fraction] = {}
    for row in table.rows:
        for text in row.get("points").split(","):
            if text not in values and text:
                values[text] = number(text.strip(), row.line, "points", least=None)
                if abs(values[text]) > MAX_POINTS:
                    raise DomainError("pabulib.number", line=row.line, what="points", value=text)
    return values


def _given(row: Row, n_named: int) -> list[str]:
    given = [text for text in row.get("points").split(",") if text]
    if len(given) != n_named:
        raise DomainError("pabulib.points", line=row.line, n_projects=n_named, n_points=len(given))
    return given


def _counted_as_the_file_does(election: Election, meta: dict[str, Row], rows: list[Row]) -> Election:
    """Give a first place as many points as the file's own `score` shows.

    That is the length of the ballot, as Pabulib counts, or the longest that is allowed, as some cities do.
    """
    longest = meta["max_length"].get("value") if "max_length" in meta else ""
    if election.kind is not MarkKind.RANKING or not longest.isdecimal():
        return election
    fixed = replace(election, first_place=int(longest))
    written = [row.get("score") for row in rows]
    return fixed if written == [str(given) for given in borda.support(fixed)] else election


def _selected(table: Table) -> frozenset[str] | None:
    """Read the winners; 2 and 3 mark those who were added by another rule than the file's."""
    if "selected" not in table.columns:
        return None
    return frozenset(row.get("project_id") for row in table.rows if row.get("selected") == "1")


def _oddities(meta: dict[str, Row], found: dict[str, int]) -> Iterator[DomainError]:
    for key, n_found in found.items():
        said = meta[key].get("value") if key in meta else ""
        if said not in ("", str(n_found)):
            yield DomainError("pabulib.counted", what=key, said=said, n_found=n_found)
