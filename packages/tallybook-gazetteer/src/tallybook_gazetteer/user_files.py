"""Readers for a user's own tables: a GeoNames country file, a list of p-codes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tallybook_gazetteer.gazetteer import Entry, GazetteerError, Kind
from tallybook_gazetteer.layout import PRIMARY

GEONAMES_FIELDS = 19
"""Fields of a line of GeoNames' country files, as its readme has them."""
CLASS_KIND: dict[str, Kind] = {"P": "city", "S": "site", "T": "mountain", "L": "region", "H": "river", "V": "region"}
CODE_KIND: dict[str, Kind] = {
    "PPLX": "neighbourhood", "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2", "ADM4": "admin2", "LK": "lake",
    "SEA": "sea", "PCLI": "country",
}  # fmt: skip
EXTENT_KM: dict[Kind, float] = {"site": 1, "neighbourhood": 2, "city": 3, "admin2": 20, "admin1": 80, "country": 300}
DEFAULT_EXTENT_KM = 10.0
FIRST_USER_ROW = 1 << 24
"""Rows of a user's entries start here: above every row of the data files."""


def read_geonames(path: Path) -> Iterator[Entry]:
    """The places of a GeoNames file (tab-separated, 19 fields, as AF.txt), one entry per name.

    Raises:
        GazetteerError: a line has not the 19 fields, or its coordinates are no numbers.
    """
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle):
            fields = line.rstrip("\n").split("\t")
            try:
                yield from _geonames_entries(fields, FIRST_USER_ROW + number)
            except (ValueError, IndexError) as error:
                problem = f"{path}, line {number + 1}: not a line of a GeoNames country file ({error})"
                raise GazetteerError(f"{problem}; it needs {GEONAMES_FIELDS} tab-separated fields") from error


def _geonames_entries(fields: list[str], row: int) -> Iterator[Entry]:
    if len(fields) != GEONAMES_FIELDS:
        raise ValueError(f"{len(fields)} fields")
    kind = CODE_KIND.get(fields[7]) or CLASS_KIND.get(fields[6])
    if kind is None:
        return
    entry = Entry(
        row=row, name=fields[1], kind=kind, country=fields[8] or None, admin1=None, admin2=None,
        lat=float(fields[4]), lon=float(fields[5]), extent_km=EXTENT_KM.get(kind, DEFAULT_EXTENT_KM),
        population=int(fields[14] or 0), geonames_id=int(fields[0]), flags=PRIMARY,
    )  # fmt: skip
    yield entry
    for name in dict.fromkeys([fields[2], *fields[3].split(",")]):
        if name and name != fields[1]:
            yield replace(entry, name=name, flags=0)


def read_pcodes(path: Path) -> Iterator[Entry]:
    """The units of a p-code table (CSV with columns ``name``, ``lat``, ``lon``; ``country``, ``admin1``, ``kind`` too).

    Raises:
        GazetteerError: a column is missing, or coordinates are no numbers.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        table = csv.DictReader(handle)
        missing = {"name", "lat", "lon"} - set(table.fieldnames or ())
        if missing:
            raise GazetteerError(f"{path}: no column {', '.join(sorted(missing))}; a p-code table needs name, lat, lon")
        for number, line in enumerate(table):
            try:
                yield _pcode_entry(line, FIRST_USER_ROW * 2 + number)
            except (ValueError, TypeError) as error:
                raise GazetteerError(f"{path}, line {number + 2}: lat and lon must be numbers ({error})") from error


def _pcode_entry(line: dict[str, str], row: int) -> Entry:
    kinds: dict[str, Kind] = {"1": "admin1", "admin1": "admin1", "city": "city", "site": "site"}
    kind = kinds.get(line.get("kind") or line.get("level") or "", "admin2")
    return Entry(
        row=row, name=line["name"], kind=kind, country=line.get("country") or None, admin1=line.get("admin1") or None,
        admin2=line.get("admin2") or (line["name"] if kind == "admin2" else None),
        lat=float(line["lat"]), lon=float(line["lon"]), extent_km=EXTENT_KM.get(kind, DEFAULT_EXTENT_KM),
        population=int(line.get("population") or 0), geonames_id=None, flags=PRIMARY,
    )  # fmt: skip
