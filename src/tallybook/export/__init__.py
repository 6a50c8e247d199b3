"""Hands the register on: one file per format, nothing new is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tallybook.errors import ExportError, UsageError
from tallybook.export.base import Exporter, IncidentRecord, LossyExporter
from tallybook.export.loss import Loss, LossReport
from tallybook.plugins import load, names

__all__ = [
    "FORMATS", "Exporter", "IncidentRecord", "Loss", "LossReport", "LossyExporter", "get_exporter", "losses_of",
]  # fmt: skip

FORMATS = (
    "jsonl", "csv", "geojson", "parquet", "xlsx", "datapackage", "ucdp", "acled", "gtd", "plover", "hapi", "ftm",
)  # fmt: skip
"""Every format that ships: first our own, then those of other datasets and tools."""


def get_exporter(name: str, *, excel: bool = False, fatalities: str | None = None) -> Exporter:
    """The exporter of a format, one that ships or one that another package adds (``tallybook.exporters``).

    ``excel`` gives CSV the mark that Excel needs for UTF-8; formats that are no CSV do without. ``fatalities`` (low,
    best or high) is the bound that stands for a range in formats that have one number of dead.

    Raises:
        ExportError: There is no such format.
        UsageError: ``fatalities`` is no bound, or the format has no use for one.
    """
    if name not in names("exporters"):
        raise ExportError(f"there is no export format {name!r}; there are {', '.join(_formats())}")
    factory: Callable[..., Exporter] = load("exporters", name)
    takes = getattr(factory, "options", ())
    if fatalities is not None and "fatalities" not in takes:
        having = ", ".join(one for one in FORMATS if "fatalities" in getattr(load("exporters", one), "options", ()))
        raise UsageError(f"--fatalities: {name} keeps low, best and high or has its own rule; it is for {having}")
    given = {"excel": excel or None, "fatalities": fatalities}
    return factory(**{option: value for option, value in given.items() if option in takes and value is not None})


def losses_of(exporter: Exporter, records: Iterable[IncidentRecord]) -> LossReport | None:
    """What a file of these incidents would not say; ``None`` for a format that gives no account of it."""
    return exporter.losses(records) if isinstance(exporter, LossyExporter) else None


def _formats() -> tuple[str, ...]:
    """Those that ship first, then those that other packages add."""
    return (*FORMATS, *(name for name in names("exporters") if name not in FORMATS))
