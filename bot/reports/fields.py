"""The conditions of a round one by one: which matter, and what each is set to."""

from datetime import datetime

from bot.domain.rounds import LIMITED, BallotKind, Round, Trust
from bot.domain.tally import Rule
from bot.texts import Texts

DECLARATIONS = ("1", "2", "3")
"""What voters are usually asked to confirm, `fields.declaration_…`."""


def relevant(round_: Round) -> tuple[str, ...]:
    """The conditions that matter for this round, in the order in which one thinks of them."""
    kind = round_.ballot
    return (
        *("title", "question", "ballot"),
        *(("limit",) if kind in LIMITED else ()),
        *(("classes",) if kind is BallotKind.CLASSES else ()),
        "budget_kop",
        *(("rule",) if round_.budget_kop else ("n_winners",)),
        *("opens_at", "closes_at", "results_at", "least_trust", "declaration", "districts"),
    )


def said(texts: Texts, round_: Round, field: str, now: datetime) -> str:  # noqa: PLR0911  (a table)
    """Say in plain words what a condition is set to."""
    value = getattr(round_, field)
    match value:
        case BallotKind():
            return texts.plain(f"fields.ballot_{value.value}")
        case Rule():
            return texts.plain(f"fields.rule_{value.name.lower()}")
        case Trust():
            return texts.plain(f"fields.trust_{value.name.lower()}")
        case datetime():
            return texts.formats.moment_from(value, now)
        case str() if value:
            return value
        case tuple() if value:
            return _listed(texts, round_, field)
        case int() if field == "budget_kop":
            return texts.formats.money(value)
        case int():
            return texts.formats.number(value)
        case _:
            return texts.plain(f"fields.without_{field}")


def _listed(texts: Texts, round_: Round, field: str) -> str:
    if field == "classes":
        return "; ".join(f"{one.name} — {one.limit}" for one in round_.classes)
    number = texts.formats.number
    return "; ".join(f"{d.name} ({number(d.population)})" if d.population else d.name for d in round_.districts)
