"""A table as CSV that a spreadsheet opens as it is: with semicolons as in Ukraine and a byte order mark."""

import csv
import io
from datetime import datetime

from bot.reports.tables import Cell, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet would run, also in full width. Source: OWASP, CSV injection."""


def write_csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow([_written(name) for name in table.header])
    rows.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> Cell:
    """Keep a text from being run; numbers are what they are."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA) else cell
