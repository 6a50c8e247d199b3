"""Hands the register on: one file per format, nothing new is decided here."""

from __future__ import annotations

from tallybook.errors import ExportError
from tallybook.export.base import Exporter, IncidentRecord

__all__ = ["FORMATS", "Exporter", "IncidentRecord", "get_exporter"]

FORMATS = ("jsonl", "csv", "geojson", "parquet")
"""Every format that ``get_exporter`` knows."""


def get_exporter(name: str, *, excel: bool = False) -> Exporter:
    """The exporter of a format.

    Raises:
        ExportError: There is no such format.
    """
    from tallybook.export.csv import CsvExporter  # noqa: PLC0415  formats are loaded when asked for
    from tallybook.export.geojson import GeoJsonExporter  # noqa: PLC0415
    from tallybook.export.jsonl import JsonlExporter  # noqa: PLC0415
    from tallybook.export.parquet import ParquetExporter  # noqa: PLC0415

    known: dict[str, Exporter] = {
        one.name: one for one in (JsonlExporter(), CsvExporter(excel=excel), GeoJsonExporter(), ParquetExporter())
    }
    if name not in known:
        raise ExportError(f"there is no export format {name!r}; there are {', '.join(FORMATS)}")
    return known[name]
