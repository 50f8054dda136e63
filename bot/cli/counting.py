"""Commands about what came of votes: count them, take them along."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.app import open_services
from bot.cli.words import WORDS, in_words
from bot.domain import pabulib
from bot.domain.pabulib.writing import money
from bot.domain.people import Locale
from bot.domain.tally import TIES, Election, Outcome, Rule, TieBreak, count
from bot.reports.files import Form
from bot.settings import WrongSetting, read_settings

JsonFlag = Annotated[bool, Parameter(name="--json", negative="")]

ORDER_OF_FILE = (TieBreak.ORDER,)
"""A file lists its projects by result; Pabulib's checker, too, takes equals in that order."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An election, the names of its projects, and who goes first among equals."""

    election: Election
    names: Mapping[str, str]
    ties: tuple[TieBreak, ...]


def tally(round_: int | None = None, /, *, file: Path | None = None, rule: Rule, json_: JsonFlag = False) -> None:
    """Count the votes of a round whose results are out, or of a file, and print the winners in order.

    Parameters
    ----------
    round_
        The round's number. Its ballots are counted anew.
    file
        The election as a `.pb` file, the form of pabulib.org, instead of a round.
    rule
        `greedy`: most votes first, what does not fit the budget is skipped. `equal-shares`: the Method of Equal Shares.
    json_
        Print one JSON object instead.
    """
    if (round_ is None) == (file is None):
        raise WrongSetting(WORDS["tally.round_or_file"])
    counted = _of_round(round_) if round_ is not None else _of_file(file or Path(), rule)
    outcome = _count(counted.election, rule, counted.ties)
    if json_:
        print(json.dumps(as_dict(outcome, counted.election.unit), ensure_ascii=False))
    else:
        _show(outcome, counted)


def export(round_: int, /, *, form: Annotated[Form, Parameter(name="--format")], out: Path | None = None) -> None:
    """Write a round's results and its nameless ballots into a file, once the results are out.

    Parameters
    ----------
    round_
        The round's number.
    form
        `pb` for a recount with other programs, `csv` the ballots, `json` everything, `xlsx` everything as a workbook.
    out
        The file; standard output if it is left out.
    """
    content = asyncio.run(_file(round_, form))
    if out is not None:
        out.write_bytes(content)
    else:
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stdout:
            stdout.write(content)


async def _file(round_: int, form: Form) -> bytes:
    async with open_services(read_settings()) as (_, services):
        _, content = await services.reports.file(round_, form, Locale.UK)
    return content


def _of_round(round_: int) -> Counted:
    return asyncio.run(_ballots_of(round_))


async def _ballots_of(round_: int) -> Counted:
    async with open_services(read_settings()) as (_, services):
        published, election = await services.counting.election(round_)
    return Counted(election, {str(option.id): option.title for option in published.sheet.options}, TIES)


def _of_file(file: Path, rule: Rule) -> Counted:
    read = pabulib.parse(file.read_bytes())
    for oddity in read.oddities:
        print(in_words(oddity), file=sys.stderr)
    return Counted(read.election, read.names, ORDER_OF_FILE if rule is Rule.GREEDY else TIES)


def _count(election: Election, rule: Rule, ties: tuple[TieBreak, ...]) -> Outcome:
    """Count, with the time that passes on stderr where somebody watches."""
    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("counting, {task.completed} runs"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        return count(election, rule, ties, watch=lambda: progress.advance(task))


def as_dict(outcome: Outcome, unit: int) -> dict[str, object]:
    """Shape an outcome for machines; amounts in the currency."""
    return {
        "rule": outcome.rule.value,
        "winners": list(outcome.winners),
        "spent": _number(outcome.spent, unit),
        "budget": None if outcome.budget is None else _number(outcome.budget, unit),
    }


def _number(amount: int, unit: int) -> int | float:
    return amount / unit if amount % unit else amount // unit


def _show(outcome: Outcome, counted: Counted) -> None:
    unit = counted.election.unit
    costs = {project.id: project.cost for project in counted.election.projects}
    support = {standing.project: standing.support for standing in outcome.standings}
    for place, id_ in enumerate(outcome.winners, start=1):
        print(f"{place}. {id_}  {support[id_]}  {money(costs[id_], unit)}  {counted.names.get(id_, '')}".rstrip())
    for tie in outcome.ties:
        print(f"tie between {', '.join(tie.among)}: {tie.first} goes first by {tie.by.value}")
    of = "" if outcome.budget is None else f" of {money(outcome.budget, unit)}"
    print(f"{len(outcome.winners)} of {len(costs)} projects win, {money(outcome.spent, unit)}{of} is spent")
