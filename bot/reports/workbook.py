"""Tables as a workbook: a sheet each, typed cells, the header frozen and with filters."""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.reports.tables import Cell, Table

NARROWEST, WIDEST = 10, 60
"""Columns, in letters."""

FORMATS: dict[type, dict[str, Any]] = {
    str: {"text_wrap": True},
    int: {"num_format": "#,##0"},
    float: {"num_format": "0.0%"},
    Decimal: {"num_format": "#,##0.00"},
    datetime: {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
}
"""How a kind of cell looks; a fraction is a share of one."""

Styles = dict[type, Any]

AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""A text is a text, whatever it looks like."""


def write_xlsx(tables: Sequence[Table]) -> bytes:
    import xlsxwriter  # noqa: PLC0415  (memory that serving does without)

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "remove_timezone": True, **AS_WRITTEN}) as book:
        styles: Styles = {kind: book.add_format({"valign": "top"} | look) for kind, look in FORMATS.items()}
        bold: Styles = {str: book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})}
        for table in tables:
            _fill(book.add_worksheet(table.name), table, bold, styles)
    return content.getvalue()


def _fill(sheet: Any, table: Table, bold: Styles, styles: Styles) -> None:
    widths, n_rows = [NARROWEST] * len(table.header), 0
    _write(sheet, 0, table.header, bold, widths)
    for n_rows, row in enumerate(table.rows, start=1):
        _write(sheet, n_rows, row, styles, widths)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, n_rows, len(table.header) - 1)


def _write(sheet: Any, number: int, row: Sequence[Cell], styles: Styles, widths: list[int]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, styles[str])
            widths[column] = min(max(widths[column], len(cell) + 2), WIDEST)
        elif cell is not None:
            sheet.write(number, column, cell, styles[type(cell)])
