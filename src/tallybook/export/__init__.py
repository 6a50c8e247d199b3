"""Hands the register on: one file per format, nothing new is decided here."""

from __future__ import annotations

from tallybook.errors import ExportError
from tallybook.export.base import Exporter, IncidentRecord
from tallybook.plugins import load, names

__all__ = ["FORMATS", "Exporter", "IncidentRecord", "get_exporter"]

FORMATS = ("jsonl", "csv", "geojson", "parquet")
"""Every format that ships."""


def get_exporter(name: str, *, excel: bool = False) -> Exporter:
    """The exporter of a format, one that ships or one that another package adds (``tallybook.exporters``).

    ``excel`` gives CSV the mark that Excel needs for UTF-8.

    Raises:
        ExportError: There is no such format.
    """
    from tallybook.export.csv import CsvExporter  # noqa: PLC0415  formats are loaded when asked for

    if name == CsvExporter.name:
        return CsvExporter(excel=excel)
    if name not in names("exporters"):
        raise ExportError(f"there is no export format {name!r}; there are {', '.join(_formats())}")
    made: Exporter = load("exporters", name)()
    return made


def _formats() -> tuple[str, ...]:
    """Those that ship first, then those that other packages add."""
    return (*FORMATS, *(name for name in names("exporters") if name not in FORMATS))
