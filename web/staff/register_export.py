"""A register for a spreadsheet: XLSX and CSV in which no cell can act.

Names come from outside. A program that opens a table takes a cell beginning with = + - @ for a formula, also behind a
tab or a line feed, and some take the wide forms of these signs: in CSV such a cell gets an apostrophe before it, in
XLSX every cell is text by its type and marked as typed text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Literal

from signing.register_form import Column
from signing.register_print import Row

Format = Literal["xlsx", "csv"]
MEDIA_TYPES: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
_ACTS = frozenset("=+-@\t\r\n＝＋－＠")
_WIDTHS = {"number": 9, "date": 12, "requester": 28, "original": 46, "signer": 34, "copies": 9, "fee": 11, "note": 40}


def exported(columns: Sequence[Column], rows: Sequence[Row], form: Format, title: str) -> bytes:
    """The rows as a file of this form, under the headings of `columns`."""
    return _xlsx(columns, rows, title) if form == "xlsx" else _csv(columns, rows)


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula: an apostrophe before what begins like one."""
    return f"'{cell}" if cell[:1] in _ACTS or cell.lstrip()[:1] in _ACTS else cell


def _csv(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(column.heading) for column in columns])
    for row in rows:
        writer.writerow([harmless(row.cells[column.code]) for column in columns])
    return out.getvalue().encode("utf-8-sig")  # with the mark by which Excel knows UTF-8


def _xlsx(columns: Sequence[Column], rows: Sequence[Row], title: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "comments": ""})
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS[column.code])
            sheet.write_string(0, place, column.heading, head)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                sheet.write_string(line, place, row.cells[column.code], cell)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
