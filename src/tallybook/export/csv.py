"""One row per incident for a spreadsheet, safe against cells that a spreadsheet would run as formulas.

A cell of text that begins like a formula gets an apostrophe before it (OWASP ASVS 5.0, 1.2.10), and so does one that
begins with an apostrophe, so that ``unescape`` gives back exactly what was there. Numbers are written as numbers: a
negative longitude is no formula.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from tallybook.export.base import IncidentRecord
from tallybook.export.columns import COLUMNS, VERSION
from tallybook.export.contract import incident_line
from tallybook.export.known import losses_by_facet
from tallybook.export.loss import LossReport
from tallybook.export.objects import Line

__all__ = ["COLUMNS", "CsvExporter", "clean", "escape", "joined", "read_rows", "row_of", "unescape"]

Cell = str | int | float | None
C = TypeVar("C")

ACTIVE_START = re.compile(r"^['=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula, full-width forms too, and the apostrophe that marks an escaped cell."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Control characters but tab and line feed, which XML (and so XLSX) cannot hold or discourages."""
LINE_END = re.compile(r"\r\n?")

MAX_CELL = 32_767
"""Characters a spreadsheet keeps of one cell; longer lists are cut at a whole value and end in an ellipsis."""


def escape(cell: object) -> object:
    """The cell as a spreadsheet may be given it."""
    return f"'{cell}" if isinstance(cell, str) and ACTIVE_START.match(cell) else cell


def unescape(text: str) -> str:
    """What ``escape`` was given, for a cell of text."""
    return text[1:] if text.startswith("'") and ACTIVE_START.match(text[1:]) else text


def row_of(record: IncidentRecord) -> dict[str, Cell]:
    """One incident as flat cells, not yet escaped; what is not stated is an empty cell."""
    cells = {name: None if (kept := clean(cell)) == "" else kept for name, cell in _cells_of(record).items()}
    return {**cells, VERSION: version_of(cells)}


def version_of(cells: Mapping[str, Cell]) -> str:
    """The name of the state of a row, made from its cells; it begins with a letter, lest it be read as a number."""
    content = json.dumps([[name, cells[name]] for name in COLUMNS if name != VERSION], ensure_ascii=True)
    return f"v{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _cells_of(record: IncidentRecord) -> dict[str, Cell]:
    line = incident_line(record)
    when, where, killed, injured = line["when"], line["where"], line["killed"], line["injured"]
    return {
        "incident_id": line["incident_id"],
        "event_type": line["event_type"],
        "event_types": joined(line["event_types"]),
        "stage": line["stage"],
        "date_start": when["start"],
        "date_end": when["end"],
        "date_precision": when["precision"],
        "date_text": when["text"],
        **{key: where[key] for key in ("country", "admin1", "admin2", "place", "site", "lat", "lon", "geonames_id")},
        "place_precision": where["precision"],
        "perpetrators": joined(one["name"] for one in line["perpetrators"]),
        "perpetrator_codes": joined(one["actor"] for one in line["perpetrators"]),
        "perpetrator_status": joined(one["status"] for one in line["perpetrators"]),
        "targets": joined(one["name"] for one in line["targets"]),
        "weapons": joined(one["name"] or one["category"] for one in line["weapons"]),
        **_figure("killed", killed),
        **_figure("injured", injured),
        "documents": joined(line["documents"]),
        "sources": line["sources"]["documents"],
        "independent_sources": line["sources"]["independent"],
        "disagreements": joined(_disagreement(one) for one in line["disagreements"]),
        "review": line["review"],
        "confidence": line["confidence"],
    }


def read_rows(source: Path) -> Iterator[dict[str, str]]:
    """The rows of a file that ``CsvExporter`` wrote, each cell of text as it was before it was made safe."""
    with source.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {key: unescape(value) for key, value in row.items()}


LACKS = {
    "casualties (perpetrators)": "figures are of victims",
    "casualties (missing, captured)": "killed and injured only",
    "casualties (by group)": "one figure per incident",
    "casualties (said by whom)": "figures have no speakers",
    "claim_of_responsibility": "only the status of an actor",
    "evidence": "no words",
}
"""What one row per incident has no column for."""


class CsvExporter:
    """A spreadsheet's table, one row per incident; ``excel=True`` begins with the mark that Excel needs for UTF-8."""

    name = "csv"
    suffix = ".csv"
    binary = False
    options = ("excel",)

    def __init__(self, *, excel: bool = False) -> None:
        self.excel = excel

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of rows written below the header."""
        count = 0
        with target.open("w", encoding="utf-8-sig" if self.excel else "utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
            writer.writeheader()
            for record in records:
                row, count = row_of(record), count + 1
                writer.writerow({key: escape(row[key]) for key in COLUMNS})
        return count

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What one row per incident does not say."""
        return losses_by_facet(self.name, records, LACKS)


def joined(values: Iterable[str | None], *, limit: int = MAX_CELL - 2) -> str | None:
    """Values parted by ``; ``, cut at a whole value where a spreadsheet would cut anywhere."""
    kept: list[str] = []
    room = limit
    for value in values:
        text = value or "?"
        room -= len(text) + 2
        if room < 0:
            kept.append("…")
            break
        kept.append(text)
    return "; ".join(kept) or None


def _figure(name: str, figure: Line) -> dict[str, Cell]:
    return {f"{name}_{key}": figure[key] for key in ("low", "best", "high", "rule")}


def _disagreement(found: Line) -> str:
    values = " / ".join(str(one["value"]) for one in found["values"])
    return f"{found['field']}: {values}"


def clean(cell: C) -> C | str:
    """The cell without what no spreadsheet keeps: control characters, halves of pairs; a line end is a line feed."""
    if not isinstance(cell, str):
        return cell
    return UNPRINTABLE.sub("", LINE_END.sub("\n", cell)).encode("utf-8", "ignore").decode("utf-8")
