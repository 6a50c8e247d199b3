"""Incidents as an Excel workbook that holds no formula. Needs the extra ``xlsx``.

The first sheet has the columns of the CSV and can be edited and read back (``tallybook import``); others hold every
casualty statement, the documents, and what each column means. Text is written as text, whatever it begins with,
and made safe as in the CSV too, for whoever saves the sheet as CSV. Columns of text keep what is typed as it is typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tallybook.errors import ExportError
from tallybook.export.base import IncidentRecord
from tallybook.export.columns import TABLE, Column
from tallybook.export.csv import MAX_CELL, clean, escape
from tallybook.export.known import losses_by_facet
from tallybook.export.loss import LossReport
from tallybook.export.tables import CASUALTIES, DOCUMENTS, INCIDENTS, Table

__all__ = ["SHEETS", "XlsxExporter"]

SHEETS = (INCIDENTS, CASUALTIES, DOCUMENTS)
SAFE_BOOK = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The day that every workbook says it was made on: the same incidents give the same bytes."""
MAX_ROWS = 1_048_575
WIDTHS = {"text": 18, "whole": 10, "decimal": 12, "day": 12}

LACKS = {
    "claim_of_responsibility": "only the status of an actor",
    "evidence": "only the words of figures",
}


class XlsxExporter:
    """A workbook: incidents, casualties, documents, and a sheet that explains the columns."""

    name = "xlsx"
    suffix = ".xlsx"
    binary = True

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of incidents written.

        Raises:
            ExportError: XlsxWriter is not installed, there are more rows than a sheet holds, or the folder is missing.
        """
        try:
            import xlsxwriter  # noqa: PLC0415  an extra, asked for only here
        except ImportError as error:
            raise ExportError("XLSX needs XlsxWriter: pip install 'tallybook[xlsx]'") from error
        given = list(records)
        if not target.parent.is_dir():
            raise ExportError(f"{target}: there is no folder {target.parent}; make it first")
        with xlsxwriter.Workbook(str(target), SAFE_BOOK) as book:
            book.set_properties({"created": MADE, "title": "Register of incidents", "author": "tallybook"})
            styles = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "text": book.add_format({"num_format": "@"}),
                "number": book.add_format({}),
            }
            for table in SHEETS:
                _sheet(book.add_worksheet(table.name), table, given, styles)
            _legend(book.add_worksheet("columns"), styles)
        return len(given)

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What the sheets do not say."""
        return losses_by_facet(self.name, records, LACKS)


def _sheet(sheet: Any, table: Table, records: Sequence[IncidentRecord], styles: Mapping[str, Any]) -> None:
    for number, column in enumerate(table.columns):
        style = styles["number"] if column.kind in ("whole", "decimal") else styles["text"]
        sheet.set_column(number, number, WIDTHS[column.kind], style)
    _head(sheet, [column.name for column in table.columns], styles)
    count = 0
    for count, row in enumerate(table.rows(records), start=1):
        if count > MAX_ROWS:
            raise ExportError(
                f"sheet {table.name!r}: more than {MAX_ROWS:,} rows; use --format csv, or narrower filters"
            )
        _row(sheet, count, table.columns, row, styles)
    sheet.autofilter(0, 0, max(count, 1), len(table.columns) - 1)


def _head(sheet: Any, names: Sequence[str], styles: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    for number, name in enumerate(names):
        sheet.write_string(0, number, name, styles["head"])


def _row(sheet: Any, at: int, columns: Sequence[Column], row: Mapping[str, Any], styles: Mapping[str, Any]) -> None:
    for number, column in enumerate(columns):
        cell = row.get(column.name)
        if isinstance(cell, int | float):
            sheet.write_number(at, number, cell, styles["number"])
        elif cell is not None:
            sheet.write_string(at, number, _fitting(str(escape(clean(cell)))), styles["text"])


def _fitting(text: str) -> str:
    """The text as far as a cell holds it; a cut shows."""
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _legend(sheet: Any, styles: Mapping[str, Any]) -> None:
    _head(sheet, ("column", "meaning", "can be edited"), styles)
    sheet.set_column(0, 0, 22, styles["text"])
    sheet.set_column(1, 1, 80, styles["text"])
    for at, column in enumerate(TABLE, start=1):
        cells = (column.name, column.means, "yes" if column.edit else "no")
        for number, cell in enumerate(cells):
            sheet.write_string(at, number, cell, styles["text"])
