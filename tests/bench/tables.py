"""What a benchmark prints: small tables, nothing written to disk."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

Row = tuple[str, ...]

_CONSOLE = Console(width=150, highlight=False)


def show(title: str, heads: Sequence[str], rows: Iterable[Row]) -> None:
    table = Table(title=title, title_justify="left")
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*row)
    _CONSOLE.print(table)


def say(line: str) -> None:
    _CONSOLE.print(line)
