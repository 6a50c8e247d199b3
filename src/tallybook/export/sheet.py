"""A table that comes back from a spreadsheet: CSV or XLSX, read as cells and nothing more.

Nothing in a file is run: a formula is read as a formula and named, a workbook is unpacked only within bounds, and a CSV
is taken as the spreadsheets of any country save it (commas, semicolons or tabs; UTF-8 or UTF-16).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tallybook.errors import ReadError
from tallybook.export.columns import COLUMNS

__all__ = ["Formula", "RawCell", "Sheet", "SheetRow", "read_sheet"]

KEY = COLUMNS[0]
DELIMITERS = (",", ";", "\t")
MAX_BYTES = 64 * 2**20
"""A register of 100,000 incidents is a CSV of some 40 MB."""
MAX_UNPACKED = 512 * 2**20
MAX_PARTS = 1_000
"""What a workbook may unpack to, and of how many parts it may consist: larger ones are made to exhaust a machine."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that a spreadsheet works out: its text, which is never evaluated."""

    text: str


RawCell = str | int | float | bool | date | Formula | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row: its number as the spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, RawCell]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return all(cell is None or cell == "" for cell in self.cells.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with a header, as it stands in a file."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(source: Path) -> Sheet:
    """The table of a CSV file, or of the sheet of a workbook whose header has ``incident_id``.

    Raises:
        ReadError: It is neither, has no such header, is too large, or XLSX cannot be read here.
    """
    try:
        size = source.stat().st_size
        with source.open("rb") as content:
            is_zip = content.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise ReadError(f"{source}: cannot be read ({error.strerror})") from error
    if size > MAX_BYTES:
        raise ReadError(f"{source}: {size / 2**20:.0f} MB is more than a table may have ({MAX_BYTES // 2**20} MB)")
    return _sheet(source, _workbook_rows(source) if is_zip else _csv_rows(source))


def _sheet(source: Path, rows: Iterator[tuple[int, Sequence[RawCell]]]) -> Sheet:
    first = next(rows, None)
    names = [str(cell).strip() if cell is not None else "" for cell in first[1]] if first else []
    if KEY not in names:
        raise ReadError(f"{source}: no column {KEY!r} in its first row; edit a file of 'tallybook export --format csv'")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ReadError(f"{source}: the column {twice[0]!r} is there more than once; leave one of them")
    made = [
        SheetRow(number=number, cells={name: cell for name, cell in zip(names, cells, strict=False) if name})
        for number, cells in rows
    ]
    return Sheet(columns=tuple(name for name in names if name), rows=tuple(one for one in made if not one.is_empty))


def _csv_rows(source: Path) -> Iterator[tuple[int, Sequence[RawCell]]]:
    text = _text_of(source)
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(lines, start=1)
    except csv.Error as error:
        raise ReadError(f"{source}: line {lines.line_num} is no CSV ({error})") from error


def _text_of(source: Path) -> str:
    content = source.read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{source}: is not UTF-8 (byte {error.start}); save it as 'CSV UTF-8', or as XLSX") from error


def _workbook_rows(source: Path) -> Iterator[tuple[int, Sequence[RawCell]]]:
    try:
        import openpyxl  # noqa: PLC0415  an extra, asked for only here
    except ImportError as error:
        raise ReadError("XLSX needs openpyxl: pip install 'tallybook[xlsx]'") from error
    _check_parts(source)
    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        # A damaged or hostile workbook makes openpyxl raise whatever its parsers raise.
        raise ReadError(f"{source}: is no Excel workbook that can be read ({error})") from error
    try:
        for sheet in book.worksheets:
            rows = enumerate(_cells(sheet), start=1)
            first = next(rows, None)
            if first is not None and KEY in first[1]:
                yield first
                yield from rows
                return
    finally:
        book.close()


def _cells(sheet: Any) -> Iterator[list[RawCell]]:
    for row in sheet.iter_rows():
        yield [_cell(cell) for cell in row]


def _cell(cell: Any) -> RawCell:
    value = cell.value
    if cell.data_type in ("f", "e") or (value is not None and not isinstance(value, str | int | float | date)):
        return Formula(str(value))
    if isinstance(value, datetime):
        return value.date()
    plain: RawCell = value
    return plain


def _check_parts(source: Path) -> None:
    """Refuses a workbook that would unpack beyond bounds; what it says of its parts is checked when they are read."""
    try:
        with zipfile.ZipFile(source) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise ReadError(f"{source}: is no Excel workbook that can be read ({error})") from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise ReadError(f"{source}: unpacks to {unpacked / 2**20:.0f} MB in {len(parts)} parts, more than a table may")
