"""Commands that count votes."""

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.cli.words import in_words
from bot.domain import pabulib
from bot.domain.pabulib.writing import money
from bot.domain.tally import TIES, Election, Outcome, Rule, TieBreak, count

JsonFlag = Annotated[bool, Parameter(name="--json", negative="")]

ORDER_OF_FILE = (TieBreak.ORDER,)
"""A file lists its projects by result; Pabulib's checker, too, takes equals in that order."""


def tally(*, file: Path, rule: Rule, json_: JsonFlag = False) -> None:
    """Count the votes of an election and print the winners in order.

    Parameters
    ----------
    file
        The election as a `.pb` file, the form of pabulib.org.
    rule
        `greedy`: most votes first, what does not fit the budget is skipped. `equal-shares`: the Method of Equal Shares.
    json_
        Print one JSON object instead.
    """
    read = pabulib.parse(file.read_bytes())
    for oddity in read.oddities:
        print(in_words(oddity), file=sys.stderr)
    outcome = _count(read.election, rule, ORDER_OF_FILE if rule is Rule.GREEDY else TIES)
    if json_:
        print(json.dumps(as_dict(outcome, read.election.unit), ensure_ascii=False))
    else:
        _show(outcome, read)


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


def _show(outcome: Outcome, read: pabulib.PabulibFile) -> None:
    unit = read.election.unit
    costs = {project.id: project.cost for project in read.election.projects}
    support = {standing.project: standing.support for standing in outcome.standings}
    for place, id_ in enumerate(outcome.winners, start=1):
        print(f"{place}. {id_}  {support[id_]}  {money(costs[id_], unit)}  {read.names.get(id_, '')}".rstrip())
    for tie in outcome.ties:
        print(f"tie between {', '.join(tie.among)}: {tie.first} goes first by {tie.by.value}")
    of = "" if outcome.budget is None else f" of {money(outcome.budget, unit)}"
    print(f"{len(outcome.winners)} of {len(costs)} projects win, {money(outcome.spent, unit)}{of} is spent")
