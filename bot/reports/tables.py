"""Results and ballots as plain tables with typed cells, for whoever writes them into a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.published import Published
from bot.domain.rounds import Option
from bot.domain.tally import Election
from bot.reports import words
from bot.reports.conditions import rule_of
from bot.texts import Texts

Cell = str | int | float | Decimal | datetime | None
"""Text, a number, a share of one, hryvnias, a moment in the hromada's time, or nothing."""


OPTION_COLUMNS = (
    *("reports.number", "reports.option", "reports.cost", "reports.author", "reports.place", "reports.topic"),
    "reports.n_votes",
)
TURNOUT_COLUMNS = ("reports.group", "reports.title", "reports.voted", "reports.population", "reports.share")


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    header: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def tables(published: Published, election: Election, texts: Texts) -> tuple[Table, ...]:
    """Everything that is published, the shortest first."""
    return (
        summary(published, texts),
        options(published, texts),
        turnout(published, texts),
        ballots(published, election, texts),
    )


def summary(published: Published, texts: Texts) -> Table:
    """What was asked and what came of it, a line each."""
    name, round_, results = texts.plain, published.round, published.results
    moments = (
        ("reports.opened", round_.opens_at),
        ("reports.closed", round_.closes_at),
        ("reports.counted", published.counted_at),
    )
    rows: list[tuple[Cell, ...]] = [
        (name("reports.question"), round_.question),
        *((name(key), texts.formats.local(moment)) for key, moment in moments if moment is not None),
        (name("reports.n_ballots"), results.n_ballots),
        (name("reports.n_void"), results.n_void),
    ]
    if round_.budget_kop is not None:
        rows.append((name("reports.budget"), _hryvnias(round_.budget_kop)))
        rows += [
            (name("reports.spent", rule=words.rule_name(texts, rule)), _hryvnias(outcome.spent))
            for rule, outcome in results.outcomes.items()
        ]
    rows.append((name("results.how"), rule_of(published.sheet, texts)))
    rows += [
        ("", line) for line in (*words.comparison(published, texts), *words.ties(published, texts, published.binding))
    ]
    rows.append((name("reports.receipts_hash"), published.receipts_hash))
    return Table(name("reports.summary"), (name("reports.title"), round_.title), rows)


def options(published: Published, texts: Texts) -> Table:
    """An option each, by result; votes by level of trust where there are several."""
    name, rules = texts.plain, list(published.results.outcomes)
    is_pointed = published.round.ballot in words.POINTED
    levels = published.levels if len(published.levels) > 1 else ()
    header = (
        *map(name, OPTION_COLUMNS),
        *([name("reports.points")] if is_pointed else []),
        *(name("reports.won", rule=words.rule_name(texts, rule)) for rule in rules),
        *(name("reports.votes_at_level", level=words.level_name(texts, level.trust)) for level in levels),
    )

    def row(option: Option) -> tuple[Cell, ...]:
        standing = published.standings[option.id]
        return (
            *(option.id, option.title, _hryvnias(option.cost_kop), option.author, option.place, option.topic),
            *((standing.n_votes, standing.support) if is_pointed else (standing.n_votes,)),
            *(published.places(rule).get(option.id) for rule in rules),
            *(_shown(texts, level.n_votes[option.id]) for level in levels),
        )

    return Table(name("reports.options"), header, [row(option) for option in published.ranked])


def turnout(published: Published, texts: Texts) -> Table:
    """Who took part, by level of trust and by district."""
    name = texts.plain
    rows: list[tuple[Cell, ...]] = [
        (name("results.levels"), words.level_name(texts, one.trust), _shown(texts, one.n_ballots), None, None)
        for one in published.levels
    ]
    rows += [
        (
            name("results.districts"),
            one.district.name if one.district else name("results.no_district"),
            _shown(texts, one.n_ballots),
            (one.district.population or None) if one.district else None,
            one.turnout,
        )
        for one in published.districts
    ]
    return Table(name("reports.turnout"), tuple(map(name, TURNOUT_COLUMNS)), rows)


def ballots(published: Published, election: Election, texts: Texts) -> Table:
    """Every different ballot, with how many there are: a column for each option holds the mark."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for marks, times in zip(election.ballots.marks.tolist(), election.ballots.times.tolist(), strict=True):
            yield times, *(mark or None for mark in marks)

    named = (f"{option.id}: {option.title}" for option in published.sheet.options)
    return Table(texts.plain("reports.ballots"), (texts.plain("reports.n_equal"), *named), rows())


def _shown(texts: Texts, number: int | None) -> Cell:
    return texts.plain("results.hidden_number") if number is None else number


def _hryvnias(kop: int | None) -> Decimal | None:
    return None if kop is None else Decimal(kop) / 100
