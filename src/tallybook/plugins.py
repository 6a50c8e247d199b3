"""The only plug-in mechanism: a name leads to an import path, built in here or declared by another package.

Another package adds a part with an entry point in the group ``tallybook.readers``, ``tallybook.extractors``,
``tallybook.stores`` or ``tallybook.exporters``. Parts are imported when they are asked for, never before.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from tallybook.errors import UsageError

__all__ = ["BUILT_IN", "load", "names"]

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "readers": {
        "csv": "tallybook.read.rows:csv_pages",
        "feed": "tallybook.read.feeds:feed_pages",
        "jsonl": "tallybook.read.rows:jsonl_pages",
        "warc": "tallybook.read.warc:warc_pages",
    },
    "extractors": {
        "patterns": "tallybook.extract:extract",
    },
    "stores": {
        "memory": "tallybook.register.memory:open_memory",
        "postgres": "tallybook.register.postgres:open_postgres",
        "sqlite": "tallybook.register.sqlite:open_sqlite",
    },
    "exporters": {
        "acled": "tallybook.export.acled:AcledExporter",
        "csv": "tallybook.export.csv:CsvExporter",
        "datapackage": "tallybook.export.datapackage:DataPackageExporter",
        "ftm": "tallybook.export.followthemoney:FollowTheMoneyExporter",
        "geojson": "tallybook.export.geojson:GeoJsonExporter",
        "gtd": "tallybook.export.gtd:GtdExporter",
        "hapi": "tallybook.export.hapi:HapiExporter",
        "jsonl": "tallybook.export.jsonl:JsonlExporter",
        "parquet": "tallybook.export.parquet:ParquetExporter",
        "plover": "tallybook.export.plover:PloverExporter",
        "ucdp": "tallybook.export.ucdp:UcdpExporter",
        "xlsx": "tallybook.export.xlsx:XlsxExporter",
    },
}
"""For each kind of part: name → ``module:attribute``."""


def names(kind: str) -> tuple[str, ...]:
    """The names of all parts of a kind, sorted."""
    return tuple(sorted({*_built_in(kind), *_added(kind)}))


def load(kind: str, name: str) -> Any:
    """The part of this kind and name, imported now; what is built in cannot be replaced from outside."""
    path = _built_in(kind).get(name) or _added(kind).get(name)
    if path is None:
        raise UsageError(f"{name!r} is none of the {kind}; known: {', '.join(names(kind))}")
    module, _, attribute = path.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"{kind} {name!r}: {path} cannot be imported ({error}); reinstall the package it is in"
        ) from error


def _built_in(kind: str) -> Mapping[str, str]:
    if kind not in BUILT_IN:
        raise UsageError(f"{kind!r} is no kind of part; known: {', '.join(BUILT_IN)}")
    return BUILT_IN[kind]


def _added(kind: str) -> dict[str, str]:
    from importlib.metadata import entry_points  # noqa: PLC0415

    return {point.name: point.value for point in entry_points(group=f"tallybook.{kind}")}
