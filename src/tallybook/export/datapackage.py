"""A Frictionless data package (version 2): typed tables with their description, in one ZIP file.

``datapackage.json`` names every table with its fields, types, keys, size and SHA-256, so that any tool for data
packages can check and load it. The tables are incidents, casualties, documents and claims; the claims carry the words,
the texts of the documents stay out. Cells of text are made safe for spreadsheets as in the CSV.
https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.columns import Column, ColumnKind
from tallybook.export.csv import clean, escape
from tallybook.export.known import losses_by_facet
from tallybook.export.loss import LossReport
from tallybook.export.tables import CASUALTIES, CLAIMS, DOCUMENTS, INCIDENTS, Table

__all__ = ["PROFILE", "TABLES", "DataPackageExporter"]

TABLES = (INCIDENTS, DOCUMENTS, CASUALTIES, CLAIMS)
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
FIELD_TYPES: dict[ColumnKind, str] = {"text": "string", "whole": "integer", "decimal": "number", "day": "date"}
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that files in the ZIP have, which has no earlier one: the same incidents give the same bytes."""

DESCRIPTION = (
    "Incidents of political violence as public reports tell of them, each value with the words it rests on. "
    "An empty cell is not stated; it is never zero. A cell of text that begins like a formula has an apostrophe "
    "before it, which is no part of the value. The tables hold names that the reports print: do not publish them "
    "without looking at each."
)


class DataPackageExporter:
    """One ZIP file with ``datapackage.json`` and a CSV file per table."""

    name = "datapackage"
    suffix = ".zip"
    binary = True

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of incidents written."""
        given = list(records)
        files = {f"{table.name}.csv": _csv(table, given) for table in TABLES}
        described = json.dumps(descriptor(files), ensure_ascii=False, indent=2) + "\n"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in {"datapackage.json": described.encode(), **files}.items():
                package.writestr(zipfile.ZipInfo(name, EARLIEST), content, zipfile.ZIP_DEFLATED)
        return len(given)

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What the tables do not say: nothing that an incident holds."""
        return losses_by_facet(self.name, records, {})


def descriptor(files: dict[str, bytes]) -> dict[str, Any]:
    """The content of ``datapackage.json`` for the files of the tables."""
    return {
        "$schema": PROFILE,
        "name": "register-of-incidents",
        "title": "Register of incidents",
        "description": DESCRIPTION,
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in TABLES],
    }


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.means,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys: list[dict[str, Any]] = [
        {"fields": [column], "reference": {"resource": other, "fields": [column]}} for column, other in table.leads_to
    ]
    return {
        "$schema": TABLE_PROFILE,
        "fields": [_field(column, table.key) for column in table.columns],
        "missingValues": [""],
        **({"primaryKey": [table.key]} if table.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column, key: str | None) -> dict[str, Any]:
    bounds = {name: value for name, value in (("minimum", column.least), ("maximum", column.most)) if value is not None}
    constraints = {**bounds, **({"required": True, "unique": True} if column.name == key else {})}
    return {
        "name": column.name,
        "type": FIELD_TYPES[column.kind],
        "description": column.means,
        **({"constraints": constraints} if constraints else {}),
    }


def _csv(table: Table, records: Sequence[IncidentRecord]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows(records):
        writer.writerow([escape(clean(row.get(column.name))) for column in table.columns])
    return out.getvalue().encode()
